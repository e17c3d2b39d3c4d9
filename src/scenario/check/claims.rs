//! `invariants`.

use rehearsal_core::claim::{ClaimPlan, CustomClaim};

use super::context::{Context, given, part};
use super::names;
use crate::diagnostics::suggestion;
use crate::scenario::expression::Allowed;
use crate::scenario::raw;
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
            name,
            tolerance: given(&parameters.tolerance).map_or(0, |count| count.0),
            by: given(&parameters.by).map(|at| context.instant(at)),
            warn: given(&parameters.warn).unwrap_or(false),
        },
    }
}
