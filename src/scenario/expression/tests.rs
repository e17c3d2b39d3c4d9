//! What conditions mean, what is refused and where, and that no text whatsoever brings the compiler down.

mod fuzz;

use rehearsal_core::condition::{Comparison, Field, Predicate, Scope, Term};
use rehearsal_core::ids::{Index, ListMark, PropertyMark, SymbolMark};
use rehearsal_core::time::Minute;
use rehearsal_core::value::{Value, ValueKind};

use super::{Allowed, ExpressionProblem, Names, compile};

/// A scenario with two lists and three properties, on 2 March 2026 in UTC.
#[derive(Default)]
struct TestNames {
    symbols: Vec<String>,
}

const LISTS: [&str; 2] = ["newsletter", "vip"];
const PROPERTIES: [(&str, ValueKind); 3] =
    [("migration_hold", ValueKind::Bool), ("tier", ValueKind::Text), ("visits", ValueKind::Int)];

impl Names for TestNames {
    fn list(&self, name: &str) -> Option<Index<ListMark>> {
        LISTS.iter().position(|list| *list == name).map(|number| Index::new(number as u16))
    }
    fn property(&self, name: &str) -> Option<(Index<PropertyMark>, ValueKind)> {
        let number = PROPERTIES.iter().position(|(property, _)| *property == name)?;
        Some((Index::new(number as u16), PROPERTIES[number].1))
    }
    fn symbol(&mut self, text: &str) -> Index<SymbolMark> {
        let number = self.symbols.iter().position(|symbol| symbol == text).unwrap_or_else(|| {
            self.symbols.push(text.to_owned());
            self.symbols.len() - 1
        });
        Index::new(number as u16)
    }
    fn list_names(&self) -> Vec<String> {
        LISTS.map(str::to_owned).to_vec()
    }
    fn property_names(&self) -> Vec<String> {
        PROPERTIES.map(|(name, _)| name.to_owned()).to_vec()
    }
    fn instant(&self, at: jiff::Timestamp) -> Minute {
        let start: jiff::Timestamp = "2026-03-02T00:00:00Z".parse().unwrap();
        Minute(((at.as_second() - start.as_second()) / 60) as i32)
    }
    fn words(&self, field: Field) -> Option<Vec<String>> {
        (field == Field::SendClass).then(|| vec!["welcome".to_owned(), "win-back".to_owned()])
    }
}

/// Somebody at noon of day 10: on the newsletter, three orders, the last on day 5, opened on day 9, never clicked.
struct Somebody {
    consent: Index<SymbolMark>,
    tier: Option<Index<SymbolMark>>,
}

impl Scope for Somebody {
    fn value(&self, field: Field) -> Value {
        let day = |day: i32| Value::Time(Minute(day * 1440));
        match field {
            Field::Now => Value::Time(Minute(10 * 1440 + 720)),
            Field::Orders => Value::Int(3),
            Field::SpentMinor => Value::Int(10_50),
            Field::LastOrder => day(5),
            Field::LastOpen => day(9),
            Field::Existing => Value::Bool(true),
            Field::InList(list) => Value::Bool(list.get() == 0),
            Field::EmailConsent => Value::Text(self.consent),
            Field::Property(property) if property.get() == 1 => self.tier.map_or(Value::Absent, Value::Text),
            _ => Value::Absent,
        }
    }
}

fn compiled(text: &str) -> Predicate {
    compile(text, Allowed::Profile, &mut TestNames::default()).unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
}

/// Whether a condition holds for somebody who is subscribed and has the tier `gold`.
fn holds(text: &str) -> bool {
    let mut names = TestNames::default();
    let predicate =
        compile(text, Allowed::Profile, &mut names).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    let somebody = Somebody { consent: names.symbol("subscribed"), tier: Some(names.symbol("gold")) };
    predicate.holds(&somebody)
}

/// The problems, each as `part of the text: message (hint)`.
fn problems_in(text: &str, allowed: Allowed) -> Vec<String> {
    let show = |ExpressionProblem { message, hint, span }: ExpressionProblem| {
        let hint = hint.map_or_else(String::new, |hint| format!(" ({hint})"));
        format!("[{}] {message}{hint}", &text[span])
    };
    compile(text, allowed, &mut TestNames::default()).expect_err(text).into_iter().map(show).collect()
}

#[track_caller]
fn refused(text: &str, problems: &[&str]) {
    assert_eq!(problems_in(text, Allowed::Profile), problems, "{text}");
}

#[test]
fn a_condition_becomes_a_predicate() {
    let hold = Term::Field(Field::Property(Index::new(0)));
    let released = Predicate::Compare(Comparison::NotEqual, hold, Term::Constant(Value::Bool(true)));
    assert_eq!(compiled("profile.migration_hold != true"), released);

    let since = Term::Minus(Box::new(Term::Field(Field::Now)), Box::new(Term::Constant(Value::Span(43_200))));
    let recent = Predicate::Compare(Comparison::GreaterOrEqual, Term::Field(Field::LastOpen), since);
    assert_eq!(compiled("profile.last_open >= now - duration(\"720h\")"), recent);
    assert_eq!(compiled("profile.last_open >= now - duration('30d')"), recent);
}

#[test]
fn chains_are_flat_and_in_order() {
    let Predicate::Any(parts) =
        compiled("profile.orders == 1 || profile.orders == 2 || profile.orders == 3 || profile.existing")
    else {
        panic!("not a chain of or")
    };
    assert_eq!(parts.len(), 4);
    assert_eq!(parts[3], Predicate::IsTrue(Term::Field(Field::Existing)));
    assert!(
        matches!(compiled("profile.existing && (profile.suppressed || profile.has_email)"), Predicate::All(parts) if parts.len() == 2)
    );
}

#[test]
fn conditions_hold_or_do_not() {
    for text in [
        "true",
        "profile.existing",
        "!profile.suppressed",
        "profile.orders == 3 && profile.orders != 4 && profile.orders >= 3 && profile.orders <= 3",
        "profile.orders > 2 && profile.orders < 4 && -profile.orders == -3 && profile.orders - 4 == -1",
        "profile.spent + 50 == 1100",
        "profile.last_open >= now - duration(\"2d\")",
        "now - profile.last_order < duration(\"6d\") && now - profile.last_order > duration(\"5d\")",
        "profile.last_order + duration(\"1w\") > now",
        "duration(\"1d\") + profile.last_order < now",
        "profile.last_order == timestamp(\"2026-03-07T00:00:00Z\")",
        "profile.last_order == timestamp(\"2026-03-07T01:00:00+01:00\")",
        "profile.email_consent == \"subscribed\"",
        "profile.email_consent in [\"subscribed\", \"unconfirmed\"]",
        "profile.orders in [1, 2, 3]",
        "\"newsletter\" in profile.lists && !(\"vip\" in profile.lists)",
        "has(profile.tier) && !has(profile.last_click)",
        "profile.tier in ['silver', r'gold'] // a comment",
        "profile.last_click != now",
        "!(profile.last_click == now) && !(profile.last_click < now)",
        "has(profile.last_click) == false",
        "(profile.orders > 2) == (profile.spent > 2) && (profile.orders > 2) != (profile.spent < 2)",
        "profile.migration_hold != true",
        "false || (((profile.orders == 3)))",
    ] {
        assert!(holds(text), "{text}");
        assert!(!holds(&format!("!({text}\n)")), "not {text}");
    }
}

#[test]
fn a_missing_tier_equals_nothing() {
    let mut names = TestNames::default();
    let predicate =
        compile("profile.tier == \"gold\" || profile.tier in [\"gold\"]", Allowed::Profile, &mut names).unwrap();
    let nobody = Somebody { consent: names.symbol("unsubscribed"), tier: None };
    assert!(!predicate.holds(&nobody));
}

#[test]
fn unknown_names_get_a_suggestion() {
    refused("profile.order > 1", &["[profile.order] unknown field `profile.order` (did you mean `profile.orders`?)"]);
    refused(
        "profile.migrationhold",
        &["[profile.migrationhold] unknown field `profile.migrationhold` (did you mean `profile.migration_hold`?)"],
    );
    refused("profil.orders > 1", &["[profil] unknown name `profil` (did you mean `profile`?)"]);
    refused("orders > 1", &["[orders] unknown name `orders` (did you mean `profile.orders`?)"]);
    refused("tier == 'x'", &["[tier] unknown name `tier` (did you mean `profile.tier`?)"]);
    refused("profile.tier == gold", &["[gold] unknown name `gold` (write a text in quotes: \"gold\")"]);
    refused(
        "'newsleter' in profile.lists",
        &["['newsleter'] unknown list \"newsleter\" (did you mean \"newsletter\"?)"],
    );
    refused("'club' in profile.lists", &["['club'] unknown list \"club\" (declared lists are newsletter, vip)"]);
    refused("hass(profile.tier)", &["[hass(profile.tier)] unknown function `hass` (did you mean `has`?)"]);
    refused("has(profile.tire)", &["[has(profile.tire)] unknown field `profile.tire` (did you mean `profile.tier`?)"]);
}

#[test]
fn words_that_can_never_be_found_are_refused() {
    refused(
        "profile.email_consent == \"subscibed\"",
        &["[\"subscibed\"] \"subscibed\" can never be found here (did you mean \"subscribed\"?)"],
    );
    refused(
        "profile.sms_consent in [\"yes\", \"unconfirmed\"]",
        &[
            "[\"yes\"] \"yes\" can never be found here (it can be subscribed, unsubscribed, never-subscribed, unconfirmed)",
        ],
    );
    refused(
        "\"nl\" == profile.country",
        &["[\"nl\"] \"nl\" is not a country code: two capital letters (such as \"NL\")"],
    );
    assert_eq!(
        problems_in("send.channel == 'mail' || send.platform == 'old' || send.class == 'welcom'", Allowed::Send),
        [
            "['mail'] \"mail\" can never be found here (did you mean \"email\"?)",
            "['old'] \"old\" can never be found here (it can be source, target)",
            "['welcom'] \"welcom\" can never be found here (did you mean \"welcome\"?)",
        ]
    );
    assert!(compile("send.flow == 'anything'", Allowed::Send, &mut TestNames::default()).is_ok());
}

#[test]
fn kinds_that_do_not_fit_are_refused() {
    refused("profile.orders > \"x\"", &["[profile.orders > \"x\"] cannot compare int with string"]);
    refused(
        "profile.orders > \"3\"",
        &["[profile.orders > \"3\"] cannot compare int with string (write the number without quotes: 3)"],
    );
    refused(
        "profile.last_open > \"30d\"",
        &[
            "[profile.last_open > \"30d\"] cannot compare timestamp with string (write a length of time as duration(\"30d\"))",
        ],
    );
    refused(
        "profile.last_open < duration(\"30d\")",
        &[
            "[profile.last_open < duration(\"30d\")] cannot compare timestamp with duration (count back from now: profile.last_order >= now - duration(\"30d\"))",
        ],
    );
    refused(
        "profile.existing == 'true'",
        &["[profile.existing == 'true'] cannot compare bool with string (write it without quotes: true)"],
    );
    refused("profile.tier < 'b'", &["[profile.tier < 'b'] texts have no order: only == and != compare them"]);
    refused(
        "profile.existing >= true",
        &["[profile.existing >= true] yes and no have no order: only == and != compare them"],
    );
    refused("now + now == now", &["[now + now] cannot add timestamp and timestamp"]);
    refused("profile.orders - now == 1", &["[profile.orders - now] cannot subtract timestamp from int"]);
    refused("-now == now", &["[-now] a timestamp has no negative"]);
    refused(
        "profile.orders in [1, '2']",
        &["['2'] a list asked for int holds string (write the number without quotes: 2)"],
    );
    refused(
        "profile.orders in [1, profile.visits]",
        &["[profile.visits] a list holds only constants (compare with == and join with ||)"],
    );
    refused("profile.orders in []", &["[[]] the list is empty, so nothing is ever in it"]);
    refused(
        "profile.tier in profile.lists",
        &["[profile.tier] a list is named by a text in quotes (\"name\" in profile.lists)"],
    );
    refused("'a' in 'abc'", &["['abc'] nothing can be in a string (write a list: x in [\"a\", \"b\"])"]);
}

#[test]
fn a_condition_must_be_yes_or_no() {
    refused(
        "profile.orders",
        &["[profile.orders] a condition is yes or no, but this is an int (compare it with something)"],
    );
    refused(
        "profile.tier",
        &["[profile.tier] a condition is yes or no, but this is a string (compare it with something)"],
    );
    refused(
        "!profile.orders",
        &["[profile.orders] a condition is yes or no, but this is an int (compare it with something)"],
    );
    refused(
        "profile.existing && profile.lists",
        &[
            "[profile.lists] a condition is yes or no, but this is a set of lists (ask whether a list is among them: \"name\" in profile.lists)",
        ],
    );
    refused(
        "profile",
        &[
            "[profile] `profile` alone is not a value (name one of its fields: created_at, existing, country, orders, last_order, last_open, last_click, spent and 9 more)",
        ],
    );
}

#[test]
fn what_we_do_not_support_says_so() {
    refused("profile.orders * 2 > 3", &["[profile.orders * 2] `*` is not supported in a condition (only + and - are)"]);
    refused(
        "profile.spent > 10.50",
        &["[10.50] only whole numbers are supported in a condition (money counts in minor units: 10.50 is 1050)"],
    );
    refused(
        "profile.spent > -1.5",
        &["[-1.5] only whole numbers are supported in a condition (money counts in minor units: 10.50 is 1050)"],
    );
    refused("profile.orders > 3u", &["[3u] unsigned numbers are not supported in a condition (write 3)"]);
    refused(
        "profile.tier != null",
        &["[null] null is not supported in a condition (ask for a missing value with !has(...))"],
    );
    refused("profile.tier == b'x'", &["[b'x'] bytes are not supported in a condition (write a plain text: \"...\")"]);
    refused("{'a': 1}", &["[{'a': 1}] a map is not supported in a condition"]);
    refused("profile.tier.startsWith('g')", &["[startsWith('g')] `startsWith` is not supported in a condition"]);
    refused(
        "profile['tier'] == 'a'",
        &["[profile['tier']] square brackets after a name are not supported (write profile.name)"],
    );
    refused(
        "profile.lists.exists(l, l == 'vip')",
        &[
            "[exists(l, l == 'vip')] all, exists, exists_one, map and filter are not supported in a condition (a list of constants is asked with `in`: x in [\"a\", \"b\"])",
        ],
    );
    refused(
        "profile.existing ? true : false",
        &["[?] the choice `? :` is not supported in a condition (write (a && b) || (!a && c))"],
    );
    refused("now() > now", &["[now()] `now` is a value, not a function (write `now` without brackets)"]);
    refused("profile.tier.size == 1", &["[profile.tier.size] a string has no field `size`"]);
}

#[test]
fn lengths_and_instants_are_checked_in_place() {
    refused(
        "now - profile.last_open > duration(\"90s\")",
        &[
            "[\"90s\"] \"90s\" is not a whole number of minutes (units are w, d, h, m and s, such as duration(\"30d\"), duration(\"1h30m\"))",
        ],
    );
    refused(
        "profile.last_open > timestamp('2026-01-01')",
        &[
            "['2026-01-01'] \"2026-01-01\" is not an instant (write the date, the time and the offset, such as timestamp(\"2026-01-01T00:00:00Z\"))",
        ],
    );
    refused(
        "now > timestamp(5)",
        &["[timestamp(5)] timestamp() takes one text in quotes (such as timestamp(\"2026-01-01T00:00:00Z\"))"],
    );
}

#[test]
fn what_cannot_be_used_here_says_why() {
    refused(
        "event.value > 1",
        &[
            "[event] `event` cannot be used here: this condition looks at a profile alone (this condition can use: profile, now)",
        ],
    );
    assert_eq!(
        problems_in("send.class == 'welcome'", Allowed::Record),
        [
            "[send] `send` cannot be used here: a cohort looks at records before the import (this condition can use: profile, now)"
        ]
    );
    for (text, allowed) in [
        ("flow.entered_at < now", Allowed::Flow),
        ("event.name == 'order' && event.value > 1000 && event.at < now && flow.entered_at < now", Allowed::Event),
        ("send.platform == 'target' && send.at == now && profile.orders > 1", Allowed::Send),
    ] {
        assert!(compile(text, allowed, &mut TestNames::default()).is_ok(), "{text}");
    }
    assert!(compile("event.value > 1", Allowed::Flow, &mut TestNames::default()).is_err());
    assert!(compile("flow.entered_at < now", Allowed::Send, &mut TestNames::default()).is_err());
}

#[test]
fn every_problem_is_reported_at_once_in_the_order_of_the_text() {
    refused(
        "profile.ordrs > 1 && (profile.tier > 'a' || profile.emailconsent == 'x') && 'nwsletter' in profile.lists",
        &[
            "[profile.ordrs] unknown field `profile.ordrs` (did you mean `profile.orders`?)",
            "[profile.tier > 'a'] texts have no order: only == and != compare them",
            "[profile.emailconsent] unknown field `profile.emailconsent` (did you mean `profile.email_consent`?)",
            "['nwsletter'] unknown list \"nwsletter\" (did you mean \"newsletter\"?)",
        ],
    );
}

#[test]
fn places_are_bytes_also_behind_letters_of_several_bytes() {
    refused(
        "profile.tier == 'é€😀' && profile.ordrs > 1",
        &["[profile.ordrs] unknown field `profile.ordrs` (did you mean `profile.orders`?)"],
    );
    refused("// é€😀\nprofile.tier == 'é' || profile . /* */ x", &["[/] `/` cannot stand here"]);
    refused("'é' in profile.lists", &["['é'] unknown list \"é\" (declared lists are newsletter, vip)"]);
    refused("profile.tier == 'é' && é", &["[é] `é` cannot stand here"]);
    refused("profile.tier == “gold”", &["[“] `“` cannot stand here (write straight quotes: \"...\")"]);
    refused(
        "profile.tier == 'a'\n  && ( profile . ordrs\n == -  1 )",
        &["[profile . ordrs] unknown field `profile.ordrs` (did you mean `profile.orders`?)"],
    );
}

#[test]
fn syntax_errors_are_in_our_words() {
    refused("", &["[] the condition is empty (leave it out to let everybody in)"]);
    refused(
        "  // only a comment",
        &["[  // only a comment] the condition is empty (leave it out to let everybody in)"],
    );
    refused("profile.tier = 'a'", &["[=] `=` cannot stand here (compare with `==`)"]);
    refused("profile.existing & true", &["[&] `&` cannot stand here (write `&&` for and)"]);
    refused("profile.existing and true", &["[and] `and` cannot stand here (write `&&` for and)"]);
    refused("profile.tier == 'a", &["['a] the text that begins here has no closing quote"]);
    refused("profile.orders >", &["[] the condition ends too early"]);
    refused("(profile.orders > 1", &["[] the condition ends too early (the bracket `(` is not closed)"]);
    refused("profile.orders > 1)", &["[)] `)` cannot stand here"]);
    refused(
        "profile.orders > 99999999999999999999",
        &["[99999999999999999999] the number 99999999999999999999 is too large"],
    );
    refused("profile.orders > 1x", &["[1x] `1x` is not a number (write texts in quotes)"]);
    refused(
        "profile.tier == 'a\\q'",
        &["['a\\q'] the text holds an escape that CEL does not know (write a backslash as `\\\\`)"],
    );
    refused("if", &["[if] `if` is a reserved word (write texts in quotes)"]);
    refused("has(now)", &["[now] has() takes a field (such as has(profile.last_order))"]);
    refused(".profile.orders > 1", &["[.profile] unknown name `.profile` (did you mean `profile`?)"]);
}

#[test]
fn length_and_nesting_are_bounded() {
    let deep = |open: &str, close: &str, count: usize| format!("{}true{}", open.repeat(count), close.repeat(count));
    for text in [
        deep("(", ")", 5_000),
        deep("(true && ", ")", 1_000),
        deep("!-", "", 5_000),
        deep("[", "]", 5_000),
        deep("f(", ")", 5_000),
        deep("{1: ", "}", 3_000),
        format!("now{}", " + now".repeat(2_000)),
        format!("now{}", " == now".repeat(2_000)),
        format!("a{}", ".a".repeat(5_000)),
        format!("a{}", ".a()".repeat(3_000)),
        format!("{}true", "true ? true && true : ".repeat(700)),
        "x".repeat(100_000),
    ] {
        assert_eq!(compile(&text, Allowed::Profile, &mut TestNames::default()).unwrap_err().len(), 1);
    }
    let wide = format!(
        "profile.orders in [{}1]{}",
        "1, ".repeat(1_000),
        " || profile.existing && profile.orders == 1".repeat(250)
    );
    assert!(compile(&wide, Allowed::Profile, &mut TestNames::default()).is_ok());
}
