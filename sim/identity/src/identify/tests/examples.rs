//! The cases that a reader asks about, one by one.

use super::*;

#[test]
fn the_ids_of_a_run_are_frozen() {
    let mut register = Register::default();
    let found = identify(&mut register, &words("ab c"));
    let texts: Vec<String> = ids(&found).iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["c_26gt540259xs3", "c_26gt540259xs3", "c_e9ekhqap0dz9g"]);
    assert_eq!(found.customer(0).household.to_string(), "h_10mqysf5ebkne");
}

#[test]
fn a_new_row_attaches_opens_or_joins() {
    let mut register = Register::default();
    let first = ids(&identify(&mut register, &words("ab c d")));
    let found = identify(&mut register, &words("abe f cdg"));
    let second = ids(&found);
    assert_eq!((second[0], second[2]), (first[0], first[0]), "e attaches to a and b");
    assert!(!first.contains(&second[3]), "f opens a customer");
    let survivor = register.aliases().map(|(id, _)| id).find(|id| first[2..].contains(id)).unwrap();
    assert_eq!(second[4..], [survivor; 3], "the earlier of c and d survives, and g attaches to it");
    assert_eq!((found.minted, found.attached, found.merged.len()), (1, 3, 1));
    assert_eq!(found.merged[0][1], survivor);
    assert_eq!(register.resolve(found.merged[0][0]), Some(survivor));
}

#[test]
fn a_customer_whose_rows_drift_apart_is_kept_and_told() {
    let mut register = Register::default();
    let first = ids(&identify(&mut register, &words("ab c d")));
    let before = standing(&register);
    let found = identify(&mut register, &words("ac bd"));
    assert_eq!(standing(&register), before, "c and d are two people, so neither is joined with a and b");
    assert_eq!(found.drifted, [Drifted { customer: first[0], parts: vec![vec![0], vec![2]] }]);
    let because: Vec<Because> = found.unmerged.iter().map(|unmerged| unmerged.because).collect();
    assert_eq!(because, [Because::Drifted; 2]);
    // New rows beside a customer that drifts: they attach to the one that does not, or to the only one.
    let found = ids(&identify(&mut register, &words("acx bd")));
    assert_eq!(found[2], first[2]);
    let found = ids(&identify(&mut register, &words("a by")));
    assert_eq!(found[2], first[0]);
}

#[test]
fn one_record_in_two_clusters_is_one_customer() {
    let mut register = Register::default();
    let found = identify(&mut register, &words("ka kb"));
    let ids = ids(&found);
    assert_eq!(ids[0], ids[2]);
    assert_ne!(ids[1], ids[3], "a record that is in both does not join those who are in one");
    assert!(ids[0] == ids[1] || ids[2] == ids[3]);
    assert_eq!((found.drifted.len(), found.unmerged.len(), found.drifted[0].customer), (1, 1, ids[0]));
}

#[test]
fn a_split_gives_back_the_id_from_before_the_merge() {
    let mut register = Register::default();
    let first = identify(&mut register, &words("ab cd e"));
    identify(&mut register, &words("abcd e"));
    identify(&mut register, &words("abcdx e"));
    let merged = register.customer_of(key("a")).unwrap();
    let younger = if merged == ids(&first)[0] { ["c", "d"] } else { ["a", "b"] };
    let before = if merged == ids(&first)[0] { ids(&first)[2] } else { ids(&first)[0] };
    let mut with_one_more = register.clone();
    assert_eq!(register.split(&MINT, &younger.map(key)), Ok(before));
    assert_eq!(register.customer_of(key("x")), Some(merged));
    assert_eq!(with_one_more.split(&MINT, &[key("x"), key(younger[0]), key(younger[1]), key("x")]), Ok(before));
    assert_eq!(with_one_more.customer_of(key("x")), Some(before));
    // A part of what an alias brought along is somebody new; the alias stays with the rest.
    let event = with_one_more.events_len();
    let new = with_one_more.split(&MINT, &[key(younger[0])]).unwrap();
    assert!(register.resolve(new).is_none() && with_one_more.resolve(new) == Some(new));
    with_one_more.undo(event).unwrap();
    assert_eq!(with_one_more.resolve(new), Some(before), "a minted id resolves for ever");
}

#[test]
fn a_decision_that_others_build_on_is_undone_after_them() {
    let mut register = Register::default();
    let first = ids(&identify(&mut register, &words("ab c")));
    let split = register.events_len();
    let new = register.split(&MINT, &[key("b")]).unwrap();
    let merge = register.events_len();
    assert_eq!(register.merge(new, first[2]), Ok(first[2]), "the later minted id is the alias");
    assert_eq!(register.undo(split), Err(Refused::BuiltUpon));
    register.undo(merge).unwrap();
    register.undo(split).unwrap();
    assert_eq!((register.customer_of(key("b")), register.undo(split)), (Some(first[0]), Err(Refused::NotStanding)));
    // A person may merge again what was taken back; a run may not.
    assert!(identify(&mut register, &words("ac b")).merged.is_empty());
    assert_eq!(register.undo(0), Err(Refused::NotReversible));
    assert_eq!(register.undo(u32::MAX), Err(Refused::NotReversible));
}

#[test]
fn what_was_merged_within_a_split_off_part_can_still_be_undone() {
    let mut register = Register::default();
    let found = identify(&mut register, &words("a b c d"));
    let [oldest, older, younger, youngest] = [0, 1, 2, 3].map(|place| found.customers[place].id);
    let inner = register.events_len();
    for (left, right) in [(younger, youngest), (older, younger), (oldest, older)] {
        register.merge(left, right).unwrap();
    }
    let others = (0..4).filter(|&row| found.customer(row).id != oldest).map(|row| key(["a", "b", "c", "d"][row]));
    let others: Vec<_> = others.collect();
    assert_eq!(register.split(&MINT, &others), Ok(older));
    register.undo(inner).unwrap();
    assert_eq!([younger, youngest].map(|id| register.resolve(id)), [Some(older), Some(youngest)]);
    assert_sound(&register);
}

#[test]
fn a_decision_that_makes_no_sense_is_refused() {
    let mut register = Register::default();
    let first = ids(&identify(&mut register, &words("ab c")));
    let stranger = "c_0000000000000".parse().unwrap();
    let refused = [
        register.merge(first[0], first[1]).unwrap_err(),
        register.merge(first[0], stranger).unwrap_err(),
        register.split(&MINT, &[]).unwrap_err(),
        register.split(&MINT, &[key("a"), key("z")]).unwrap_err(),
        register.split(&MINT, &[key("a"), key("c")]).unwrap_err(),
        register.split(&MINT, &[key("a"), key("b"), key("a")]).unwrap_err(),
    ];
    let expected = [
        Refused::SameCustomer,
        Refused::UnknownCustomer,
        Refused::NothingToSplit,
        Refused::UnknownKey { place: 1 },
        Refused::SeveralCustomers,
        Refused::NothingLeft,
    ];
    assert_eq!(refused, expected);
    assert!(refused.iter().all(|refused| refused.to_string() == refused.fact() && !refused.hint().is_empty()));
}

#[test]
fn an_opt_out_wins_whichever_row_is_kept() {
    let says = |id, state| Row { says: [Some(state), None], ..row("crm", id, 0) };
    let rows = [says("a", ConsentState::Subscribed), says("b", ConsentState::Unsubscribed), row("crm", "c", 0)];
    let mut register = Register::default();
    let found = identify(&mut register, &rows);
    assert_eq!(found.customers[0].consent, [Some(ConsentState::Unsubscribed), None]);
    let told = &found.disagreements[0];
    assert_eq!((&told.strict_rows[..], &told.overruled_rows[..]), (&[1][..], &[0][..]));
    // Without the row that opted out, the run says that it does not know everything.
    let found = identify(&mut register, &rows[..1]);
    assert_eq!(found.customers[0].consent, [Some(ConsentState::Subscribed), None]);
    assert!(found.customers[0].is_partial);
}

#[test]
fn a_household_id_goes_along_with_whom_it_is_known_by_longest() {
    let mut register = Register::default();
    // Clusters 0 and 1 live together, 2 lives alone.
    let first = identify(&mut register, &words("a b c"));
    assert_eq!(first.customer(0).household, first.customer(1).household);
    assert_ne!(first.customer(0).household, first.customer(2).household);
    let [old, young] = if first.customer(0).id == first.customers[0].id { ["a", "b"] } else { ["b", "a"] };
    let [old, young] = [old, young].map(|letter| move |cluster| row("crm", letter, cluster));
    let home = |found: &Identified, row| found.customer(row).household;
    let moved = identify(&mut register, &[old(0), young(2), row("crm", "c", 3)]);
    assert_eq!(home(&moved, 0), home(&first, 0), "who is known longest keeps the id");
    assert_eq!([home(&moved, 1), home(&moved, 2)], [home(&first, 2); 2], "the other moves in with c");
    let alone = identify(&mut register, &[old(0), young(2), row("crm", "c", 4)]);
    assert!(home(&alone, 1) != home(&alone, 0) && home(&alone, 2) != home(&alone, 1));
    let together = identify(&mut register, &[old(0), row("crm", "c", 1)]);
    let founded = register.events().find_map(|event| match event {
        RegisterEvent::Founded { household, .. } => Some(household),
        _ => None,
    });
    assert_eq!([0, 1].map(|row| Some(home(&together, row))), [founded; 2], "the earliest founded is kept");
}

#[test]
fn rows_without_an_id_are_refused_and_change_nothing() {
    let mut register = Register::default();
    let keys = [key("a"), key(""), key("")];
    let rows = Rows { keys: &keys, cluster_of: &[0, 1, 2], household_of: &[0, 1, 2], consent_of: &[[None; 2]; 3] };
    let refused = register.identify(&MINT, &rows).unwrap_err();
    assert_eq!((&refused.rows[..], register == Register::default()), (&[1, 2][..], true));
    assert_eq!(refused.to_string(), "2 rows have no id of their source, so they cannot be remembered");
    assert_eq!(identify(&mut register, &[]), Identified::default());
}

#[test]
fn a_broken_log_says_where_and_why() {
    let mut register = Register::default();
    let found = identify(&mut register, &words("ab c"));
    let [old, new] = [found.customers[0].id, found.customers[1].id];
    let household = found.customers[0].household;
    let stranger = "c_0000000000000".parse().unwrap();
    let good: Vec<RegisterEvent<'_>> = register.events().collect();
    let told = |event: RegisterEvent<'static>| {
        let broken = Register::replay(good.iter().cloned().chain([event])).unwrap_err();
        assert!(broken.event == 5 && broken.hint.starts_with("restore"), "{broken:?}");
        broken.fact
    };
    let a = SourceKey { source: "crm", id: "a" };
    let z = SourceKey { source: "crm", id: "z" };
    let nameless = SourceKey { source: "crm", id: "" };
    assert_eq!(told(RegisterEvent::Attached { customer: stranger, key: z }), "names a customer that was never minted");
    assert_eq!(told(RegisterEvent::Attached { customer: old, key: a }), "attaches a record a second time");
    assert_eq!(told(RegisterEvent::Attached { customer: old, key: nameless }), "a record has no id");
    assert_eq!(told(RegisterEvent::Minted { customer: new, key: z }), "mints a customer id a second time");
    assert_eq!(told(RegisterEvent::Founded { household, customer: new }), "founds a household a second time");
    let by = crate::Decider::Person;
    assert_eq!(
        told(RegisterEvent::Merged { from: old, into: new, by }),
        "a customer is merged into one that is not older"
    );
    assert_eq!(
        told(RegisterEvent::Merged { from: old, into: old, by }),
        "a customer is merged into one that is not older"
    );
    assert_eq!(told(RegisterEvent::Undone { event: 5 }), "this event is neither a merge nor a split");
    assert_eq!(
        told(RegisterEvent::Split { from: old, to: stranger, keys: vec![z] }),
        "a record is split off that was never seen"
    );
    assert_eq!(told(RegisterEvent::Split { from: old, to: stranger, keys: vec![] }), "no record was named");
    let empty = Register::replay([RegisterEvent::Undone { event: 0 }]).unwrap_err();
    assert_eq!(empty.to_string(), "event 0 of the register: this event is neither a merge nor a split");
}
