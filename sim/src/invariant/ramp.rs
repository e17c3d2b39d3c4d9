//! The warm-up: what left in each window, against the caps of the plan.

use super::context::{Context, Kinds, Person};
use super::judge::{Judge, Telling};
use super::recount::{Recount, WindowLine};
use super::tally::Tally;
use super::wording::{counted, thousands};
use crate::history::FactKind;
use crate::profile::Channel;
use crate::sending::{Overflow, Window};

/// No window sends more than its cap.
pub(super) const RAMP_RESPECTED: Judge = Judge {
    relevant: Kinds::SENT,
    cells: |context| context.recount.as_ref().map_or(0, Recount::cells),
    each: see_sends,
    finish: tell_ramp,
};

fn see_sends(context: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    let Some(recount) = &context.recount else { return };
    for fact in person.facts {
        let FactKind::Sent { message, pool, provider, .. } = fact.kind else {
            continue;
        };
        if let Some(message) = context.message(message).filter(|message| message.channel == Channel::Email) {
            recount.count(&mut tally.cells, fact.at, pool, provider, message.flow);
        }
    }
}

fn tell_ramp(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let Some(recount) = &context.recount else {
        return Telling { vacuous: "no pool has a warm-up schedule".to_owned(), ..Telling::default() };
    };
    let lines = recount.lines(&tally.cells);
    let capped = || lines.iter().filter(|line| line.cap.is_some() && line.sent > 0);
    let over: Vec<&WindowLine> = capped().filter(|line| excess(line) > 0 && tally.counts_at(line.span.from)).collect();
    tally.exercised = capped().count() as u64;
    tally.count = over.len() as u64;
    // The first window that breaks the cap is the first case; later ones are shown in order.
    for line in &over {
        tally.case(0, line.span.from, None, || (Vec::new(), format!("{}: {}", place(context, line), volume(line))));
    }
    let worst = over.iter().copied().max_by_key(|line| (excess(line), std::cmp::Reverse(line.span.from)));
    let sent: u64 = capped().filter(|line| line.provider.is_none()).map(|line| line.sent).sum();
    let windows = counted(tally.exercised, "window", "windows");
    Telling {
        violated: worst.map_or_else(String::new, |worst| {
            let more = match tally.count {
                1 => String::new(),
                count => format!("; {} over their cap in all", counted(count, "window is", "windows are")),
            };
            format!("{}: {}{more}", place(context, worst), volume(worst))
        }),
        holds: format!("{} within the cap in {windows}", counted(sent, "e-mail", "e-mails")),
        vacuous: "no e-mail left under a cap".to_owned(),
        unknown: String::new(),
        causes: worst.map_or_else(Vec::new, |worst| causes(context, recount, tally, worst)),
        changes: changes(context, &over),
    }
}

fn excess(line: &WindowLine) -> u64 {
    line.cap.map_or(0, |cap| line.sent.saturating_sub(cap.into()))
}

/// `day 0`, `day 0 09:00, google`.
fn place(context: &Context<'_>, line: &WindowLine) -> String {
    let plan = context.plan;
    let ramp = plan.sending.pools.get(line.pool.get()).and_then(|pool| pool.ramp.as_ref());
    let mut text = match ramp {
        Some(ramp) if ramp.window == Window::Hour => context.when(line.span.from),
        _ => format!("day {}", line.span.day),
    };
    if plan.sending.pools.iter().filter(|pool| pool.ramp.is_some()).count() > 1 {
        text.push_str(&format!(", pool `{}`", plan.sending.pools[line.pool.get()].name));
    }
    if let Some(name) = line.provider.and_then(|provider| plan.providers.get(provider.get())) {
        text.push_str(&format!(", {name}"));
    }
    text
}

fn volume(line: &WindowLine) -> String {
    format!("{} sent, cap {}", thousands(line.sent), thousands(line.cap.unwrap_or_default().into()))
}

/// Which flows sent in the worst window, and what the overflow rule did about it.
fn causes(context: &Context<'_>, recount: &Recount<'_>, tally: &Tally, worst: &WindowLine) -> Vec<String> {
    let flows = recount.flows(&tally.cells, worst).into_iter().take(5);
    let mut causes: Vec<String> = flows
        .map(|(flow, sent)| {
            format!(
                "flow {} ({} on {})",
                context.flow_name(flow),
                counted(sent, "e-mail", "e-mails"),
                place_of_pool(context, worst)
            )
        })
        .collect();
    let ramp = context.plan.sending.pools[worst.pool.get()].ramp.as_ref();
    if ramp.is_some_and(|ramp| ramp.overflow == Overflow::SendAnyway) {
        causes.push("nothing enforces the cap: `overflow: send-anyway`".to_owned());
    }
    if worst.cap == Some(0) && ramp.is_some_and(|ramp| worst.span.day < ramp.start_day) {
        causes.push("the ramp has not started yet: before its first day there is no allowance".to_owned());
    }
    causes
}

fn place_of_pool(context: &Context<'_>, line: &WindowLine) -> String {
    place(context, &WindowLine { provider: None, ..*line })
}

fn changes(context: &Context<'_>, over: &[&WindowLine]) -> Vec<String> {
    let pools = &context.plan.sending.pools;
    let mut changes = Vec::new();
    let enforces_nothing = over
        .iter()
        .any(|line| pools[line.pool.get()].ramp.as_ref().is_some_and(|ramp| ramp.overflow == Overflow::SendAnyway));
    if enforces_nothing {
        changes.push("set `overflow: hold` on the ramp, if the platform can hold messages back".to_owned());
    }
    if let Some(worst) = over.iter().max_by_key(|line| excess(line)) {
        let cohorts = worst.sent.div_ceil(u64::from(worst.cap.unwrap_or_default()).max(1));
        changes.push(format!(
            "spread what leaves at once over more time: at this cap it takes {}; import smaller cohorts, or move campaigns",
            counted(cohorts, "window", "windows"),
        ));
    }
    changes.push("hold flows that the warm-up does not need: `live: {from: day N}`".to_owned());
    changes
}
