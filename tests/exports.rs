//! Exports of real systems, with all that is wrong with them.

pub(crate) mod plan;

use std::io;
use std::path::PathBuf;

use proptest::prelude::*;
use rehearsal::catalogue::Catalogue;
use rehearsal::diagnostics::{Place, Problem};
use rehearsal::exports::{ExportRead, ExportRequest, Reason, read};
use rehearsal::people_csv::{HEADER, write_csv};
use rehearsal_core::consent::{ConsentMethod, ConsentState, Suppressions};
use rehearsal_core::ids::Index;
use rehearsal_core::plan::{Plan, PopulationPlan};
use rehearsal_core::ratio::Ratio;
use rehearsal_core::records::Population;
use rehearsal_core::time::{Minute, MonthDay};
use rehearsal_core::value::Value;
use rehearsal_world::population::generate_parallel;

const DAY: i32 = 1_440;

fn request(name: &str, format: &str, columns: &[(&str, &str)]) -> ExportRequest {
    ExportRequest {
        path: PathBuf::from(name),
        name: name.to_owned(),
        format: format.to_owned(),
        columns: columns.iter().map(|(header, field)| ((*header).to_owned(), (*field).to_owned())).collect(),
        place: Place { source: 0, span: 0..0 },
    }
}

fn the_plan() -> Plan {
    plan::plan(plan::synthetic())
}

/// Reads one file with the plan of these tests.
fn check(format: &str, columns: &[(&str, &str)], bytes: &[u8]) -> Result<ExportRead, Vec<Problem>> {
    let (sources, read) =
        read(&[request("data/file.csv", format, columns)], &the_plan(), Catalogue::built_in(), &|_| Ok(bytes.to_vec()));
    assert!(sources.0.iter().all(|source| source.text.is_empty()), "exports are never shown");
    if let Ok(read) = &read {
        assert_eq!(read.rows_read, (read.population.len() + read.unusable.len()) as u64);
        assert!(read.population.ids.is_sorted_by(|left, right| left < right));
    }
    read
}

fn used(format: &str, text: &str) -> ExportRead {
    check(format, &[], text.as_bytes()).unwrap()
}

/// The only problem of a file: what it says and what it advises.
fn problem(format: &str, columns: &[(&str, &str)], bytes: &[u8]) -> (String, String) {
    let problems = check(format, columns, bytes).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].place, Some(Place { source: 0, span: 0..0 }));
    (problems[0].message.clone(), problems[0].hint.clone().unwrap_or_default())
}

fn findings(read: &ExportRead) -> Vec<(&str, u64)> {
    read.findings.iter().map(|finding| (finding.noticed.message.as_str(), finding.noticed.rows)).collect()
}

fn emails(population: &Population) -> Vec<&str> {
    (0..population.len()).map(|row| population.email.get(row)).collect()
}

fn states(population: &Population, channel: usize) -> Vec<ConsentState> {
    population.consent[channel].iter().map(|consent| consent.state).collect()
}

#[test]
fn a_shopify_export_with_its_quirks() {
    let bytes = std::fs::read(crate::harness::root().join("scenarios/data/shopify_customers.csv")).unwrap();
    let read = check("shopify", &[], &bytes).unwrap();
    assert_eq!(read.rows_read, 61);
    let unusable: Vec<_> = read.unusable.iter().map(|row| (row.line, row.reason)).collect();
    assert_eq!(unusable, [(22, Reason::Ragged), (34, Reason::NoIdentifier)]);
    assert_eq!(
        findings(&read),
        [
            ("the e-mail cell holds no address", 1),
            ("the address has capitals or blanks, and is compared without", 4),
            ("the phone cell holds no number (too short, a placeholder, or spoilt by a spreadsheet)", 1),
            ("two columns hold different phone numbers; the first is used", 1),
            ("a plain no under email-consent can be a refusal or silence; read as unsubscribed", 14),
            ("a plain no under sms-consent can be a refusal or silence; read as unsubscribed", 49,),
            ("the word under email-consent is unknown; read as never subscribed", 1),
            ("the cell under orders is no number; read as 0", 1),
        ]
    );
    let population = &read.population;
    assert_eq!(population.customer_id.get(0), "7000000000001", "without the spreadsheet's apostrophe");
    assert_eq!((population.ids[0], population.ids[19]), (2, 21));
    // The ragged row and the line break in a note move those behind them by a line each.
    assert_eq!(population.customer_id.get(26), "7000000000027");
    assert_eq!(population.ids[26], 30);
    assert_eq!(population.phone.get(21), "+999310000000022", "the customer's own number, not the address's");
    let brussels = (0..population.len()).filter(|&row| population.zone[row] == Index::new(1));
    assert!(brussels.clone().count() > 10 && brussels.clone().all(|row| population.country[row] == Index::new(2)));
    assert!(population.orders.iter().sum::<u32>() > 50 && population.spent_minor.iter().all(|&spent| spent >= 0));
}

#[test]
fn semicolons_blacklists_and_day_first_dates() {
    let columns = [("SMS", "phone"), ("ADDED_TIME", "created-at")];
    let read = check(
        "generic",
        &columns,
        b"EMAIL;LASTNAME;SMS;EMAIL_BLACKLISTED;SMS_BLACKLISTED;ADDED_TIME\r\n\
         a@x.example;Jansen;31612345678;No;Yes;01-02-2026 09:30\r\n\
         b@x.example;Smit;;Yes;No;20-02-2026 00:00\r\n",
    )
    .unwrap();
    assert_eq!(states(&read.population, 0), [ConsentState::Subscribed, ConsentState::Unsubscribed]);
    assert_eq!(states(&read.population, 1), [ConsentState::Unsubscribed, ConsentState::Subscribed]);
    assert_eq!(read.population.created_at, [Minute(-29 * DAY + 570), Minute(-10 * DAY)]);
    assert!(findings(&read).contains(&("cells are separated by semicolons", 2)));
}

#[test]
fn klaviyo_says_consent_time_and_suppression_apart() {
    let read = used(
        "klaviyo",
        "\"Email\",\"Klaviyo ID\",\"Phone Number\",\"Email Marketing Consent\",\"Email Marketing Consent Timestamp\",\"Last Open\",\"Email Suppressions\"\n\
         \"a@x.example\",\"01A\",\"\",\"SUBSCRIBED\",\"2026-03-01 12:00:00+00:00\",\"2026-02-28T23:30:00Z\",\"[]\"\n\
         \"b@x.example\",\"01B\",\"+999310000000001\",\"NEVER_SUBSCRIBED\",\"\",\"\",\"[\"\"HARD_BOUNCE\"\"]\"\n\
         \"c@x.example\",\"01C\",\"\",\"UNSUBSCRIBED\",\"2026-01-01\",\"\",\"USER_SUPPRESSED\"\n",
    );
    let population = &read.population;
    assert_eq!(states(population, 0), [ConsentState::Subscribed, ConsentState::Never, ConsentState::Unsubscribed]);
    assert_eq!(population.consent[0][0].at, Minute(-DAY + 13 * 60), "one hour later in Amsterdam");
    assert_eq!(population.last_open, [Minute(-DAY + 30), Minute::NEVER, Minute::NEVER]);
    assert_eq!(population.suppressions, [Suppressions::default(), Suppressions::BOUNCED, Suppressions::BLOCKED]);
    assert_eq!(findings(&read), []);
}

#[test]
fn a_year_of_two_digits_does_not_lie_ahead() {
    let columns = [("since", "created-at")];
    let read = check("generic", &columns, b"email,since\na@x.example,13/01/57\nb@x.example,01/03/26\n").unwrap();
    let years = read.population.created_at.iter().map(|at| at.0 / DAY / 365).collect::<Vec<_>>();
    assert_eq!(years, [-69, 0]);
    assert_eq!(findings(&read), []);
}

#[test]
fn dutch_files_in_an_old_encoding() {
    let text = b"E-mailadres;Voornaam;Land;Nieuwsbrief;Klant sinds\r\nzoe@x.example;Zo\xeb;Belgi\xeb;ja;3-1-2026\r\nren@x.example;Ren\xe9;Nederland;nee;31-1-2026\r\n";
    let columns = [("Land", "country"), ("nieuwsbrief", "email-consent"), ("Klant sinds", "created-at")];
    let read = check("generic", &columns, text).unwrap();
    assert_eq!(emails(&read.population), ["zoe@x.example", "ren@x.example"]);
    assert_eq!(read.population.country, [Index::new(2), Index::new(1)]);
    assert_eq!(states(&read.population, 0), [ConsentState::Subscribed, ConsentState::Unsubscribed]);
    assert_eq!(read.population.created_at, [Minute(-58 * DAY), Minute(-30 * DAY)]);
    assert!(findings(&read).contains(&("read as windows-1252, as its bytes suggest", 2)));
    let utf16: Vec<u8> = "\u{feff}email\tLand\na@x.example\tNL\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(check("generic", &[], &utf16).unwrap().population.len(), 1);
}

#[test]
fn the_order_of_day_and_month_is_decided_for_the_column() {
    let created = |dates: [&str; 3]| {
        let rows: Vec<String> = (0..3).map(|row| format!("a{row}@x.example,{}", dates[row])).collect();
        let read = used("generic", &format!("email,created_at\n{}\n", rows.join("\n")));
        let days: Vec<Option<i32>> =
            read.population.created_at.iter().map(|at| at.known().map(|at| at.0 / DAY)).collect();
        let findings: Vec<(String, u64)> =
            read.findings.iter().map(|finding| (finding.noticed.message.clone(), finding.noticed.rows)).collect();
        (days, findings)
    };
    assert_eq!(created(["01/02/2026", "01/13/2026", ""]), (vec![Some(-59), Some(-48), None], vec![]));
    assert_eq!(created(["01/02/2026", "13/01/2026", "2026-03-01"]), (vec![Some(-29), Some(-48), Some(-1)], vec![]));
    let (days, found) = created(["01/02/2026", "02/02/2026", "03/02/2026"]);
    assert_eq!(days, [Some(-29), Some(-28), Some(-27)]);
    assert_eq!(found, [("no date under created-at tells day-month from month-day; read as day-month".to_owned(), 2)]);
    let (days, found) = created(["13/01/2026", "01/14/2026", "14/01/2026"]);
    assert_eq!(days, [Some(-48), None, Some(-47)]);
    assert_eq!(found.len(), 2, "mixed, and one that does not fit: {found:?}");
    let (days, found) = created(["yesterday", "2026-13-01", "2026-02-30"]);
    assert_eq!(days, [None; 3]);
    assert_eq!(found, [("the cell under created-at is no date; read as missing".to_owned(), 3)]);
}

#[test]
fn own_columns_extend_and_override_the_format() {
    let columns = [
        ("Mail", "email"),
        ("VIP", "property.vip"),
        ("Punten", "property.points"),
        ("Niveau", "property.tier"),
        ("Verlengd", "property.renewed"),
        ("Klant", "customer-id"),
        ("Land", "ignore"),
    ];
    let text = "Mail;email;VIP;Punten;Niveau;Verlengd;Klant;Land\n\
                a@x.example;b@x.example;ja;12;gold;2026-03-01;'007;NL\n\
                c@x.example;;;x;silver;;;BE\n";
    let read = check("generic", &columns, text.as_bytes()).unwrap();
    let population = &read.population;
    assert_eq!(emails(population), ["a@x.example", "c@x.example"]);
    assert_eq!(population.customer_id.get(0), "007");
    assert_eq!(population.country, [Index::new(0); 2]);
    let values: Vec<_> =
        population.properties.iter().map(|column| (column.property, column.values.as_slice())).collect();
    assert_eq!(
        values,
        [
            (Index::new(0), &[Value::Bool(true), Value::Absent][..]),
            (Index::new(1), &[Value::Int(12), Value::Absent]),
            (Index::new(2), &[Value::Text(Index::new(3)), Value::Text(Index::new(0))]),
            (Index::new(3), &[Value::Time(Minute(-DAY)), Value::Absent]),
        ]
    );
    assert!(findings(&read).contains(&("the cell of a property is not of its kind; read as missing", 1)));
}

/// A format, own columns, a file, and the problem and advice that they bring.
type Broken = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str, &'static str);

const BROKEN: [Broken; 9] = [
    ("generic", &[], "", "the file is empty", "export it again"),
    ("generic", &[], "email,name\n", "the file has a header line and no rows", "export it again, with its customers"),
    ("shopfy", &[], "email\na@x.example\n", "`shopfy` is not a format that we know", "did you mean `shopify`?"),
    ("generic", &[("Emial", "email")], "Email\na@x.example\n", "no column is called `Emial`", "did you mean `Email`?"),
    ("generic", &[("Mail", "emial")], "Mail\na@x.example\n", "`emial` is not a field", "did you mean `email`?"),
    (
        "generic",
        &[("V", "property.vpi")],
        "email,V\na@x.example,1\n",
        "`vpi` is not a declared property",
        "did you mean `vip`?",
    ),
    (
        "generic",
        &[],
        "email,Email\na@x.example,\n",
        "columns 1 and 2 are both called `email`",
        "rename one of them: it cannot be told which one to read",
    ),
    (
        "shopify",
        &[],
        "Customer ID,E-mail,Accepts Email Marketing,Total Spent\n1,a@x.example,yes,0\n",
        "no column holds `email`, by which the target tells profiles apart",
        "add `columns: {\"E-mail\": email}`",
    ),
    (
        "shopify",
        &[],
        "E-mail;created-at;last-order\na@x.example;;\n",
        "no column holds `email`, by which the target tells profiles apart",
        "the headers look like format `generic`",
    ),
];

#[test]
fn problems_of_a_file_say_what_to_do() {
    for (format, columns, text, message, hint) in BROKEN {
        let (found, advice) = problem(format, columns, text.as_bytes());
        assert_eq!((found.as_str(), advice.as_str()), (message, hint));
    }
    let without_header = b"secret@x.example,Secret\nother@x.example,Other\n";
    let (message, advice) = problem("generic", &[], without_header);
    assert!(
        !format!("{message} {advice}").to_lowercase().contains("secret"),
        "the first line may be a person: {advice}"
    );
    assert!(problem("generic", &[], b"PK\x03\x04...").0.contains("workbook"));
    assert!(problem("generic", &[], &[0, 1, 2, 3, 0]).0.contains("binary"));
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem_and_all_are_told() {
    let requests = [request("a.csv", "generic", &[]), request("b.csv", "nonsense", &[("x", "y")])];
    let refuse = |_: &std::path::Path| Err(io::Error::from(io::ErrorKind::NotFound));
    let (sources, read) = read(&requests, &the_plan(), Catalogue::built_in(), &refuse);
    assert_eq!(sources.0.iter().map(|source| source.name.as_str()).collect::<Vec<_>>(), ["a.csv", "b.csv"]);
    let places: Vec<_> = read.unwrap_err().into_iter().map(|problem| problem.place.unwrap().source).collect();
    assert_eq!(places, [0, 1, 1]);
}

#[test]
fn several_files_are_one_population() {
    let requests = [request("a.csv", "generic", &[]), request("b.csv", "generic", &[("VIP", "property.vip")])];
    let files = |path: &std::path::Path| {
        let text = if path.ends_with("a.csv") { "email\na@x.example\n?\n" } else { "email,VIP\nb@x.example,yes\n" };
        Ok(text.as_bytes().to_vec())
    };
    let read = read(&requests, &the_plan(), Catalogue::built_in(), &files).1.unwrap();
    assert_eq!(read.rows_read, 3);
    assert_eq!(read.population.ids, [2, (1 << 32) | 2]);
    assert_eq!(read.population.properties[0].values, [Value::Absent, Value::Bool(true)]);
    assert_eq!((read.unusable[0].file, read.unusable[0].line, read.unusable[0].reason), (0, 3, Reason::NoIdentifier));
}

#[test]
fn an_open_quotation_mark_is_noticed() {
    let rows: Vec<String> = (0..80).map(|row| format!("a{row}@x.example,note")).collect();
    let text = format!("email,note\nfirst@x.example,\"left open\n{}\n", rows.join("\n"));
    let read = used("generic", &text);
    assert_eq!(read.rows_read, 1);
    assert_eq!(read.findings[0].noticed.lines, [2]);
    assert!(read.findings[0].noticed.message.contains("quotation mark"));
}

#[test]
fn invented_people_read_back_as_they_were() {
    let mut people = plan::synthetic();
    people.existing = Ratio::ONE;
    people.dirt.missing_email = Ratio::ZERO;
    let plan = plan::plan(people);
    let mut written = generate_parallel(&plan, 0..3_000, 2);
    let mut csv = Vec::new();
    write_csv(&plan, &written, &mut csv).unwrap();
    let mut again = Vec::new();
    write_csv(&plan, &written, &mut again).unwrap();
    assert!(csv == again, "the same people give the same bytes");
    let (_, read) = read(&[request("people.csv", "generic", &[])], &plan, Catalogue::built_in(), &|_| Ok(csv.clone()));
    let read = read.unwrap();
    assert!(read.unusable.is_empty());
    assert!(
        read.findings.iter().all(|finding| finding.noticed.message.starts_with("the address has capitals or blanks"))
    );
    let mut back = read.population;
    assert_eq!(back.ids, (2..3_002).collect::<Vec<u64>>());
    back.ids.clone_from(&written.ids);
    written.persons = None; // the file keeps the truth in a column that no reader takes for one
    assert_eq!(written.provider.len(), back.provider.len());
    back.provider.clone_from(&written.provider);
    assert!(back == written);
}

#[test]
fn names_belong_to_the_person() {
    let plan = the_plan();
    assert!(matches!(plan.population, PopulationPlan::Synthetic(_)));
    let lines = |first, count| {
        let mut csv = Vec::new();
        write_csv(&plan, &generate_parallel(&plan, first..first + count, 1), &mut csv).unwrap();
        String::from_utf8(csv).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (many, few) = (lines(0, 400), lines(200, 100));
    assert_eq!(many[0], HEADER);
    assert!(many[1].split(',').nth(3).is_some_and(|name| !name.is_empty()));
    assert!(few[1..].iter().all(|line| many.contains(line)), "a part of the people is called as before");
    assert!(many.len() < 400, "who signs up during the rehearsal is not in the source's file");
}

#[test]
fn consent_methods_survive() {
    let read = used(
        "generic",
        "email,email_consent,email_consent_method\na@x.example,yes,checkout\nb@x.example,yes,hearsay\n",
    );
    let methods: Vec<ConsentMethod> = read.population.consent[0].iter().map(|consent| consent.method).collect();
    assert_eq!(methods, [ConsentMethod::Checkout, ConsentMethod::Unknown]);
}

#[test]
fn birthdays_may_lack_the_year() {
    let read = used("generic", "email,birthday\na@x.example,--02-29\nb@x.example,1990-05-13\nc@x.example,31/12/1980\n");
    let day = |month, day| Some(MonthDay { month, day });
    assert_eq!(read.population.birthday, [day(2, 29), day(5, 13), day(12, 31)]);
}

const FORMATS: [&str; 3] = ["shopify", "klaviyo", "generic"];

const HEADERS: &str =
    "Email,Phone,Customer ID,Accepts Email Marketing,Created At,Orders,Spent,Birthday,Country,Suppressions";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), format in 0_usize..3) {
        let _ = check(FORMATS[format], &[], &bytes);
    }

    #[test]
    fn random_cells_are_counted(
        cells in "([\\-a-z@.0-9:/+ '\"=,;\r\n\t\u{a0}éx€]|@x\\.example,|,,|-2026|20){0,120}",
        format in 0_usize..3,
        delimiter in "[,;\t]",
    ) {
        let text = format!("{}\n{cells}", HEADERS.replace(',', &delimiter));
        let _ = check(FORMATS[format], &[("Birthday", "birthday"), ("Created At", "created-at"), ("Email", "email")], text.as_bytes());
    }

    #[test]
    fn mutated_exports_are_counted(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8), cut in any::<prop::sample::Index>()) {
        let mut bytes = std::fs::read(crate::harness::root().join("scenarios/data/shopify_customers.csv")).unwrap();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        let _ = check("shopify", &[], &bytes);
    }

    #[test]
    fn every_written_date_reads_back(day in -400_000_i32..1_400_000, minute in 0_i32..DAY) {
        let plan = the_plan();
        let date = plan.calendar.date(day);
        prop_assume!((1..=9_999).contains(&date.year()));
        let text = format!("email,created_at\na@x.example,{date} {:02}:{:02}\n", minute / 60, minute % 60);
        let read = used("generic", &text);
        let local = plan.calendar.local(plan.zone(), read.population.created_at[0]);
        let is_in_gap = day == 27 && (120..180).contains(&minute);
        prop_assert!(is_in_gap || (local.day, local.minute_of_day) == (day, minute));
    }
}
