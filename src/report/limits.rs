//! What a rehearsal takes for granted, and what it cannot prove.
//!
//! Owns: the assumptions that follow from a plan, and the limits of a rehearsal: a fixed list, and what this plan leaves
//! out. Deliberately excuses nothing: an assumption is a figure of the scenario or of the catalogue that nobody measured.

use rehearsal_core::feed::Feed;
use rehearsal_core::ids::Side;
use rehearsal_core::model::{live_window, within_rehearsal};
use rehearsal_core::plan::{
    Door, DoorConsent, Faults, Key, Overflow, Plan, PopulationPlan, Ramp, ResponseRates, Synthetic, Trigger,
};
use rehearsal_core::ratio::Ratio;

use super::words::{Words, clean, counted, listed, number};

/// What every rehearsal leaves open, in plain words.
const NEVER_PROVED: [&str; 4] = [
    "Whether mail reaches the inbox. Reputation, authentication and spam filters are not simulated.",
    "Whether the content is right: texts, links, images and personal fields are not looked at.",
    "What the real platforms do wrongly. They behave here as the catalogue says, without outages and bugs.",
    "How mailbox providers and people react to the volume. Nobody has published such a curve.",
];

/// The assumptions of a plan, for people who must be able to object to them.
pub(super) fn assumptions(plan: &Plan, english: &Words<'_>) -> Vec<String> {
    let mut found = vec![door(&plan.import.door)];
    found.extend(plan.import.history.as_ref().map(|replay| door(&replay.door)));
    found.extend(plan.sending.pools.iter().filter_map(|pool| {
        pool.ramp.as_ref().map(|ramp| format!("Caps of pool {} follow {}. {}", pool.name, ramp.name, source_of(ramp)))
    }));
    if let PopulationPlan::Synthetic(synthetic) = &plan.population {
        found.push(invented(synthetic));
    }
    found.extend(
        plan.behaviour.response.as_ref().filter(|response| !response.is_silent()).map(|of| response(of, english)),
    );
    found.extend(behaviour(plan));
    found.extend(
        plan.import
            .again
            .map(|at| format!("The same rows come through the same door a second time, from {}.", english.instant(at))),
    );
    found.extend(faults(&plan.import.faults));
    found.iter().map(|text| clean(text)).collect()
}

/// What this rehearsal does not prove: the fixed list, then what the plan leaves out.
pub(super) fn not_proved(plan: &Plan, is_quality_left_out: bool) -> Vec<String> {
    let mut found: Vec<String> = NEVER_PROVED.map(str::to_owned).into();
    if matches!(plan.population, PopulationPlan::Synthetic(_)) {
        found
            .push("What your own data would do: the people are invented. Rehearse again with your exports.".to_owned());
    }
    if is_quality_left_out {
        found.push("How well the records of one person are told apart: `--no-quality` left it out.".to_owned());
    }
    if plan.behaviour.response.as_ref().is_none_or(ResponseRates::is_silent) {
        found.push(
            "What opens, clicks, bounces and complaints would start: the scenario assumes that nobody reacts."
                .to_owned(),
        );
    }
    let keys = keys(plan).join(" and no ");
    found.push(if plan.identity.by_evidence {
        format!("Duplicates that share no {keys}, and of whom the records hold too little to tell.")
    } else {
        format!("Duplicates that share no {keys}: people are recognised by exact keys alone.")
    });
    found.extend(silent_feeds(plan));
    found.extend(drafts(plan));
    found.extend(plan.sending.pools.iter().filter_map(|pool| {
        let ramp = pool.ramp.as_ref()?;
        (ramp.overflow == Overflow::SendAnyway).then(|| {
            format!("That anything enforces the ramp of pool {}: the plan sends all the same above the cap.", pool.name)
        })
    }));
    found.iter().map(|text| clean(text)).collect()
}

fn keys(plan: &Plan) -> Vec<&'static str> {
    let mut keys = vec![plan.identity.key];
    keys.extend(plan.identity.matches.iter().copied().filter(|key| *key != plan.identity.key));
    let name = |key| match key {
        Key::Email => "e-mail address",
        Key::Phone => "phone number",
        Key::CustomerId => "customer id",
    };
    keys.into_iter().map(name).collect()
}

/// Events that never arrive where a flow waits for them.
fn silent_feeds(plan: &Plan) -> Vec<String> {
    let missing = |side: Side| {
        plan.events
            .iter()
            .filter(move |event| event.feeds[side as usize] == Feed::Missing)
            .map(|event| event.name.clone())
    };
    let names: Vec<String> = missing(Side::Target).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let target = &plan.platforms[Side::Target as usize].name;
    vec![format!("Flows that need {}: these events never arrive on {target}.", listed(&names))]
}

/// Flows that are not live for a minute of the rehearsal.
fn drafts(plan: &Plan) -> Vec<String> {
    let names: Vec<String> = plan
        .flows
        .iter()
        .filter(|flow| within_rehearsal(live_window(plan, flow), plan).is_empty())
        .map(|flow| flow.name.clone())
        .collect();
    let by_hand = plan.flows.iter().filter(|flow| flow.trigger == Trigger::ByHand).map(|flow| flow.name.clone());
    let by_hand: Vec<String> = by_hand.filter(|name| !names.contains(name)).collect();
    let mut found = Vec::new();
    if !names.is_empty() {
        found.push(format!("Flows that were never live: {}.", listed(&names)));
    }
    if !by_hand.is_empty() {
        found.push(format!("Flows that only people start by hand: {}.", listed(&by_hand)));
    }
    found
}

fn door(door: &Door) -> String {
    let fires = if door.fires_flows { "fires flows" } else { "fires no flows" };
    let consent = match door.consent {
        DoorConsent::Leaves => "leaves consent alone",
        DoorConsent::Sets => "sets the consent of the row",
        DoorConsent::Subscribes => "makes everybody a subscriber",
    };
    let guards = if door.guards.is_empty() { String::new() } else { format!(" with {}", listed(&door.guards)) };
    let source = if door.source.is_empty() { String::new() } else { format!(" Source: {}", door.source) };
    format!("Door {}{guards} {fires} and {consent}.{source}", door.name)
}

fn source_of(ramp: &Ramp) -> String {
    if ramp.source.is_empty() { String::new() } else { format!("Source: {}", ramp.source) }
}

fn invented(synthetic: &Synthetic) -> String {
    format!(
        "The {} are invented: {} of them known before, {} duplicates, in the shares that the scenario gives.",
        counted(synthetic.profiles, "record", "records"),
        share(synthetic.existing),
        share(synthetic.duplicates),
    )
}

fn response(response: &ResponseRates, english: &Words<'_>) -> String {
    format!(
        "Of the mail, {} is opened and {} of that clicked; {} leads to an unsubscribe, {} to a complaint, {} bounces; {} \
         to {} after the send.",
        share(response.open),
        share(response.click),
        share(response.unsubscribe),
        share(response.complain),
        share(response.bounce),
        english.length(response.delay_minutes.0),
        english.length(response.delay_minutes.1),
    )
}

/// Life that goes on meanwhile, as one sentence.
fn behaviour(plan: &Plan) -> Option<String> {
    let rates = plan.behaviour.events.iter().filter(|rate| !rate.per_day.is_zero());
    let mut parts: Vec<String> = rates
        .filter_map(|rate| {
            let name = &plan.events.get(rate.event.get())?.name;
            Some(format!("each person does {name} with chance {}", share(rate.per_day)))
        })
        .collect();
    for side in Side::ALL {
        let ratio = plan.behaviour.unsubscribes_per_day[side as usize];
        if !ratio.is_zero() {
            let name = &plan.platforms[side as usize].name;
            parts.push(format!("each subscriber leaves {name} with chance {}", share(ratio)));
        }
    }
    let sign_ups = plan.behaviour.sign_ups.per_day;
    if sign_ups > 0 {
        parts.push(counted(sign_ups, "new person signs up", "new people sign up"));
    }
    (!parts.is_empty()).then(|| format!("Every day, {}.", listed(&parts)))
}

fn faults(faults: &Faults) -> Option<String> {
    let parts: Vec<String> = [
        (faults.refused, "of the calls are refused"),
        (faults.timed_out, "of the calls time out"),
        (faults.sent_twice, "of the calls are sent twice"),
        (faults.row_failed, "of the rows fail at an attempt"),
        (faults.flag_lost, "of the rows lose the migration flag"),
        (faults.dropped, "of the rows never land"),
    ]
    .into_iter()
    .filter(|(ratio, _)| !ratio.is_zero())
    .map(|(ratio, what)| format!("{} {what}", share(ratio)))
    .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "On the way, {}. A call is tried {} at most.",
            listed(&parts),
            counted(faults.attempts_max, "time", "times")
        )
    })
}

/// `3 of 100`, `none`, `all`.
fn share(ratio: Ratio) -> String {
    match (ratio.numerator(), ratio.denominator()) {
        (0, _) => "none".to_owned(),
        (numerator, denominator) if numerator == denominator => "all".to_owned(),
        (numerator, denominator) => format!("{} in {}", number(numerator), number(denominator)),
    }
}
