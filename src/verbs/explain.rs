//! `rehearsal explain`: everything the registry knows of an invariant.
//!
//! Owns: the layout. Deliberately has no text about any invariant of its own:
//! one registry feeds explanations, lists and reports.

use clap::Args;
use rehearsal_judge::{Claim, INVARIANTS, Invariant};

use crate::diagnostics::{LoadError, closest};
use crate::terminal::{Exit, Outcome, Streams};

/// Columns of the text.
const WIDTH: usize = 100;

/// What to explain.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Name of the invariant, as in the report
    pub(crate) invariant: String,
}

/// Prints what the registry says.
pub(super) fn perform(args: &ExplainArgs, streams: &mut Streams<'_>) -> Outcome {
    let name = args.invariant.trim().to_lowercase();
    let Some(entry) = INVARIANTS.iter().find(|entry| entry.name == name) else {
        let near = closest(&name, INVARIANTS.iter().map(|entry| entry.name));
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        let hint = hint.as_deref().unwrap_or("`rehearsal list` shows all of them");
        let fact = format!("there is no invariant `{}`", crate::report::clean(&args.invariant));
        return Err(LoadError::usage(fact, Some(hint)).into());
    };
    streams.out.write_all(explanation(entry).as_bytes())?;
    Ok(Exit::Fine)
}

fn explanation(entry: &Invariant) -> String {
    let claim = match entry.claim {
        Claim::Always => "always: must hold whenever it is put to the test",
        Claim::Sometimes => "sometimes: the situation must be reached at least once",
        Claim::Eventually => "eventually: must hold in the end",
    };
    let example = format!("{} See scenarios/faults/{}.yaml.", entry.seeded_fault, entry.name);
    let sections = [
        ("What", entry.what),
        ("Why", entry.why),
        ("Claim", claim),
        ("Example", example.as_str()),
        ("How to fix", entry.fix),
        ("Not covered", entry.not_covered),
    ];
    let mut text = format!("{}: {}\n", entry.name, entry.title);
    for (title, words) in sections {
        text += &format!("\n{title}\n{}", wrapped(&sentence(words)));
    }
    text
}

/// A fragment as a sentence: the registry's reasons begin small, because reports put them after a word of their own.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// Indented by two, broken at blanks.
fn wrapped(words: &str) -> String {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.chars().count() + word.chars().count() + 3 > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::{INVARIANTS, WIDTH, explanation, sentence};

    #[test]
    fn fragments_become_sentences() {
        assert_eq!(sentence("mail is mail"), "Mail is mail.");
        assert_eq!(sentence("Set it."), "Set it.");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn no_line_is_too_wide() {
        for entry in INVARIANTS {
            assert!(explanation(entry).lines().all(|line| line.chars().count() <= WIDTH), "{}", entry.name);
        }
    }
}
