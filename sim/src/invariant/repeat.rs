//! The same import, a second time.
//!
//! Owns: what counts as a change that a second run made. Deliberately looks at facts of one minute only: what a row
//! changes, it changes when it lands.

use super::context::{Context, Kinds, Person};
use super::judge::{Judge, Telling, no_cells};
use super::tally::{Cause, Tally};
use super::wording::{counted, thousands};
use crate::history::{Actor, Fact, FactKind};
use crate::plan::Side;

/// A second run changes nothing.
pub(super) const IMPORT_IDEMPOTENT: Judge =
    Judge { relevant: Kinds::ROW_AGAIN, cells: no_cells, each: see_again, finish: tell_again };

/// What a second run changed, as a code of a cause.
const LIST: u8 = 0;
const FLOW: u8 = 1;
const CONSENT: u8 = 2;
const FLAG: u8 = 3;
const PROPERTY: u8 = 4;
const SUPPRESSION: u8 = 5;
const CONTRADICTION: u8 = 6;

/// What a fact says was changed by the row before it; `earlier` are the facts before the fact.
fn change_of(earlier: &[Fact], fact: &Fact) -> Option<u8> {
    match fact.kind {
        FactKind::ListAdded { by: Actor::Import, .. } => Some(LIST),
        FactKind::Entered { by: Actor::Import, .. } => Some(FLOW),
        FactKind::ConsentChanged { channel, by: Actor::Import, .. } => {
            let before = earlier.iter().rev().find_map(|fact| match fact.kind {
                FactKind::ConsentChanged { side: Side::Target, channel: of, by, .. } if of == channel => Some(by),
                _ => None,
            });
            // Only another row of the profile can have set by import what this one finds changed.
            Some(if before == Some(Actor::Import) { CONTRADICTION } else { CONSENT })
        }
        FactKind::FlagSet => Some(FLAG),
        FactKind::PropertyOverwritten { property } => {
            let by_flow = |fact: &Fact| fact.kind == FactKind::PropertyChanged { property };
            Some(if earlier.iter().any(by_flow) { PROPERTY } else { CONTRADICTION })
        }
        FactKind::SuppressionLifted { by: Actor::Import, .. } => Some(SUPPRESSION),
        _ => None,
    }
}

fn see_again(_: &Context<'_>, person: &Person<'_>, tally: &mut Tally) {
    for (place, row) in person.facts.iter().enumerate() {
        if !matches!(row.kind, FactKind::RowCameAgain { .. }) {
            continue;
        }
        tally.exercised += 1;
        if tally.counts_at(row.at) {
            see_row(person, place, tally);
        }
    }
}

/// Looks at what follows a row that came again.
fn see_row(person: &Person<'_>, place: usize, tally: &mut Tally) {
    let row = &person.facts[place];
    // The next row's effects are its own.
    let is_mine = |fact: &Fact| fact.at == row.at && !Kinds::ROWS.meets(Kinds::of(&fact.kind));
    let effects = (place + 1..person.facts.len()).take_while(|&effect| is_mine(&person.facts[effect]));
    let changes: Vec<(&Fact, u8)> = effects
        .filter_map(|effect| {
            let fact = &person.facts[effect];
            Some((fact, change_of(&person.facts[..effect], fact)?))
        })
        .collect();
    let Some((_, first)) = changes.first() else { return };
    let mut kinds: Vec<u8> = changes.iter().map(|(_, what)| *what).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().for_each(|what| tally.cause(Cause(what, [0; 3])));
    tally.broken(0, row.at, person, || {
        let facts = [row].into_iter().chain(changes.iter().map(|(fact, _)| *fact)).copied().collect();
        (facts, format!("came again, and {}", told(*first)))
    });
}

/// What a row did when it came again, after "came again, and".
const fn told(what: u8) -> &'static str {
    match what {
        LIST => "joined the list anew",
        FLOW => "started a flow",
        CONSENT => "set the consent back",
        CONTRADICTION => "undid what another row of the profile had stated",
        FLAG => "set the migration flag after it had been released",
        PROPERTY => "overwrote a property that had changed since",
        _ => "lifted a suppression",
    }
}

fn tell_again(context: &Context<'_>, tally: &mut Tally) -> Telling {
    let door = &context.plan.import.door.id;
    let causes = tally.causes();
    let cause = |(Cause(what, _), count): &(Cause, u64)| {
        let rows = counted(*count, "row", "rows");
        match *what {
            LIST => format!("door `{door}` lets people join a list on whom it has them already ({rows})"),
            FLOW => format!("what comes through door `{door}` a second time starts flows ({rows})"),
            CONSENT => format!("the export is older than the consent that it overwrote ({rows})"),
            FLAG => format!("the import ran again after the migration flag was released ({rows})"),
            CONTRADICTION => format!("rows that became one profile contradict each other ({rows})"),
            PROPERTY => format!("a flow had changed a property that the export states ({rows})"),
            _ => format!("door `{door}` lifts suppressions ({rows})"),
        }
    };
    let change = |(Cause(what, _), _): &(Cause, u64)| match *what {
        LIST => "import again without `import.list`, or by a door that leaves people on a list as they are".to_owned(),
        FLOW => "let the entry of every flow on the import's list ask for the absence of the migration flag".to_owned(),
        CONSENT => "export again just before the second run, or set `import.consent: leave` for it".to_owned(),
        FLAG => "run the import again before the migration flag is released, or move the release behind it".to_owned(),
        CONTRADICTION => {
            "merge the rows of one profile before the import, so that only one of them states each value".to_owned()
        }
        PROPERTY => "leave properties that flows change out of the import".to_owned(),
        _ => "use a door that leaves suppressions alone".to_owned(),
    };
    let rows = counted(tally.exercised, "row", "rows");
    Telling {
        violated: format!("{} of {rows} changed something when the import ran a second time", thousands(tally.count)),
        holds: format!("{rows} came a second time and changed nothing"),
        vacuous: "the import did not run a second time (`import.again`)".to_owned(),
        unknown: String::new(),
        causes: causes.iter().map(cause).collect(),
        changes: causes.iter().map(change).collect(),
    }
}
