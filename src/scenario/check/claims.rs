//! `invariants`.

use rehearsal_core::claim::{ClaimPlan, CustomClaim};
use rehearsal_core::time::Minute;

use super::context::{Context, given, part};
use super::names;
use crate::diagnostics::suggestion;
use crate::scenario::expression::Allowed;
use crate::scenario::raw;
use crate::scenario::text::InstantText;
use crate::yaml::field::{Field, Named, TextOr};

/// The claims that the scenario mentions, in its order; custom ones last.
pub(super) fn claims(field: &Option<Field<raw::Invariants>>, context: &mut Context<'_>) -> Vec<ClaimPlan> {
    let Some(raw) = part(field) else { return Vec::new() };
    let mut claims = Vec::new();
    for (key, how) in &raw.registered {
        let Some(name) = key.get() else { continue };
        let known = names::invariant_names();
        if !known.contains(&name.as_str()) {
            let hint =
                suggestion(name, known).unwrap_or_else(|| "an invariant of your own belongs under `custom`".into());
            context.error_with(&key.place, format!("unknown invariant `{name}`"), hint);
        }
        claims.extend(how.get().map(|how| registered(name, how, context)));
    }
    for (name, place, claim, claim_place) in raw.custom.iter().filter_map(Field::get).flat_map(Named::iter) {
        if names::invariant_names().contains(&name) {
            context.error_with(
                place,
                format!("`{name}` is an invariant of the registry"),
                "give your own another name",
            );
        }
        let (condition, never) = match (&claim.never, &claim.always) {
            (Some(condition), None) => (condition, true),
            (None, Some(condition)) => (condition, false),
            _ => {
                context
                    .error(claim_place, "a custom invariant has either `never` or `always`, with a condition on sends");
                continue;
            }
        };
        let text = condition.get().cloned().unwrap_or_default();
        let condition = context.condition(condition, Allowed::Send);
        claims.push(ClaimPlan::Custom(CustomClaim { name: name.to_owned(), text, condition, never }));
    }
    claims
}

fn registered(name: &str, how: &TextOr<raw::Mode, raw::Parameters>, context: &Context<'_>) -> ClaimPlan {
    let name = name.to_owned();
    match how {
        TextOr::Text(raw::Mode::Off) => ClaimPlan::Off { name },
        TextOr::Text(mode) => ClaimPlan::Registered { name, tolerance: 0, by: None, warn: *mode == raw::Mode::Warn },
        TextOr::Other(parameters) => ClaimPlan::Registered {
            tolerance: given(&parameters.tolerance).map_or(0, |count| count.0),
            by: parameters.by.as_ref().and_then(|field| deadline(field, &name, context)),
            warn: given(&parameters.warn).unwrap_or(false),
            name,
        },
    }
}

/// By when a claim must hold. A deadline that forgives everything is refused.
fn deadline(field: &Field<InstantText>, name: &str, context: &Context<'_>) -> Option<Minute> {
    let at = context.instant(*field.get()?);
    let known = names::invariant_names().contains(&name);
    if known && !names::has_deadline(name) {
        let hint = "remove `by`; what must not happen may happen at no time";
        context.error_with(&field.place, format!("`{name}` has no deadline: it must hold at every moment"), hint);
    } else if at >= context.end() {
        let message = format!("this deadline is not before the end of the rehearsal, after day {}", context.days - 1);
        context.error_with(&field.place, message, "rehearse more `days`, or remove `by`");
    }
    Some(at)
}
