### What the report says, in English. One message for each sentence; the Dutch file beside it has the same messages with
### the same arguments, or the build fails. A number that a sentence inflects by comes twice: as a number, to choose the
### form by, and as `-shown`, formatted by the program.

## Decisions and verdicts

decision-go = GO
decision-go-with-conditions = GO WITH CONDITIONS
decision-no-go = NO-GO
decision-not-decided = NOT DECIDED
decision-nothing-proved = NOTHING PROVED

line-no-go = { $checks ->
    [one] { $checks-shown } check is violated
   *[other] { $checks-shown } checks are violated
}
line-go = every check holds
line-go-with-conditions = { $points ->
    [one] { $points-shown } point to settle
   *[other] { $points-shown } points to settle
}
line-not-decided = { $checks ->
    [one] { $checks-shown } check could not be decided
   *[other] { $checks-shown } checks could not be decided
}
line-no-check = there was no check
line-nothing-happened = nothing was imported, entered or sent
line-no-case = no check met a single case

tolerated = { $headline } (tolerated: { $tolerance })
starts-not-modelled = door `{ $door }` starts flows on the real platform without adding anybody to a list, and what starts them there is not modelled
facts-missing = the history does not hold the facts that decide it: { $kinds }
not-tried = not tried on this scenario
or = or

no-remedy = No change of this scenario is known to help. In general: { $advice }

## Words for numbers, instants and things

instant = day { $day } { $time }
day-of = day { $day }
days = { $count ->
    [one] { $count-shown } day
   *[other] { $count-shown } days
}
days-hours = { $days } { $hours } h
hours = { $hours } h
hours-minutes = { $hours } h { $minutes } min
minutes = { $count ->
    [one] { $count-shown } minute
   *[other] { $count-shown } minutes
}
people = { $count ->
    [one] { $count-shown } person
   *[other] { $count-shown } people
}
profiles = { $count ->
    [one] { $count-shown } profile
   *[other] { $count-shown } profiles
}
rows = { $count ->
    [one] { $count-shown } row
   *[other] { $count-shown } rows
}
sends = { $count ->
    [one] { $count-shown } send
   *[other] { $count-shown } sends
}
messages = { $count ->
    [one] { $count-shown } message
   *[other] { $count-shown } messages
}
emails = { $count ->
    [one] { $count-shown } e-mail
   *[other] { $count-shown } e-mails
}
times = { $count ->
    [one] { $count-shown } time
   *[other] { $count-shown } times
}
entries = { $count ->
    [one] { $count-shown } entry
   *[other] { $count-shown } entries
}
windows = { $count ->
    [one] { $count-shown } window
   *[other] { $count-shown } windows
}
unknown-flow = an unknown flow
unknown-message = an unknown message
unknown-event = an unknown event
side-source = source
side-target = target
by-import = door `{ $door }`
by-replay = the replay of past events
by-sync = the synchronisation between the platforms
by-flow = another flow
by-calendar = the calendar
by-provider = a mailbox provider
by-person = the person
either = { $one } or { $other }

## no-welcome-to-existing

welcome-only-entered = { $people ->
    [one] { $people-shown } existing customer entered the welcome flow, 0 mails so far
   *[other] { $people-shown } existing customers entered the welcome flow, 0 mails so far
}
welcome-mailed = { $people ->
    [one] { $people-shown } existing customer got the welcome mail
   *[other] { $people-shown } existing customers got the welcome mail
}
welcome-mailed-and-entered = { $people ->
    [one] { $people-shown } existing customer got the welcome mail, { $more } more entered its flow
   *[other] { $people-shown } existing customers got the welcome mail, { $more } more entered its flow
}
welcome-holds = { $people ->
    [one] none of { $people-shown } existing customer imported got a welcome mail
   *[other] none of { $people-shown } existing customers imported got a welcome mail
}
welcome-no-flow = the target has no flow of class `welcome`
welcome-never-live = no flow of class `welcome` is live on the target during the rehearsal
welcome-nobody-imported = no existing customer was imported
welcome-starts-by-list = { $door } adds to list `{ $list }`, which starts flow { $flow }
welcome-starts-by-event = { $door } delivers event { $event }, which starts flow { $flow }
welcome-starts = { $door } starts flow { $flow }
welcome-flag-lost = { $starts }; its entry reads the migration flag, but the import lost the flag on these rows ({ $people })
welcome-flag-not-set = { $starts }; its entry reads the migration flag, but these profiles did not carry it ({ $people })
welcome-flag-not-read = { $starts }; its entry does not read the migration flag ({ $people })
welcome-no-flag = { $starts }; nothing guards it: the import sets no migration flag ({ $people })
welcome-received-since = received { $message } although the source knew this person since { $date }
welcome-received = received { $message } although the source already knew this person
welcome-entered-since = entered { $flow } although the source knew this person since { $date }
welcome-entered = entered { $flow } although the source already knew this person

## welcome-to-new

newcomers-missed = { $people ->
    [one] { $people-shown } newcomer got no welcome mail
   *[other] { $people-shown } newcomers got no welcome mail
}
newcomers-twice = { $people ->
    [one] { $people-shown } newcomer got the welcome mail twice
   *[other] { $people-shown } newcomers got the welcome mail twice
}
newcomers-others-twice = { $people ->
    [one] { $people-shown } other got it twice
   *[other] { $people-shown } others got it twice
}
newcomers-welcomed = { $people ->
    [one] { $people-shown } newcomer got the welcome
   *[other] { $people-shown } newcomers got the welcome
}
newcomers-not-judged = { $people ->
    [one] { $people-shown } more is not judged yet
   *[other] { $people-shown } more are not judged yet
}
newcomers-excused = { $people } more could not be mailed
newcomers-nobody = nobody signed up on the target early enough to be judged
newcomers-cause-flagged = the migration flag in the entry of flow { $flow } also keeps newcomers out ({ $people })
newcomers-cause-held = flow { $flow } was held when they signed up ({ $people })
newcomers-cause-not-triggered = flow { $flow } did not start ({ $people })
newcomers-cause-not-sent = flow { $flow } started, and its mail was dropped or expired ({ $people })
newcomers-cause-twice = flow { $flow } sent a mail twice ({ $people })
newcomers-case-flagged = signed up as a new customer, and the migration flag in the entry of { $flow } kept them out
newcomers-case-held = signed up as a new customer while { $flow } was held
newcomers-case-not-triggered = signed up as a new customer, and { $flow } did not start
newcomers-case-not-sent = signed up as a new customer, entered { $flow }, and got no mail of it
newcomers-case-twice = signed up as a new customer, and got a mail of { $flow } twice

## held-while-importing and flag-released

held-violated = { $flows ->
    [one] { $flows-shown } flow is live and unguarded while the import runs
   *[other] { $flows-shown } flows are live and unguarded while the import runs
}
held-violated-and-early = { $flows ->
    [one] { $flows-shown } flow is live and unguarded while the import runs, and the migration flag is released too early
   *[other] { $flows-shown } flows are live and unguarded while the import runs, and the migration flag is released too early
}
held-early = the migration flag is released before the last accepted call of the import
held-holds = { $flows ->
    [one] { $flows-shown } flow was held or guarded while the import ran
   *[other] { $flows-shown } flows were held or guarded while the import ran
}
held-no-call = no call of the import happened
held-nothing-to-start = no flow of the target was live while the import ran, and the import could start none
held-cause-unguarded = flow { $flow } is live while the import runs, the import starts it, and its entry does not read the migration flag ({ $entries })
held-cause-early = the migration flag is released on { $release }, before the last accepted call on { $last }
held-case-entered = entered { $flow } through { $door }, while the flow was live and unguarded
held-case-early = the migration flag is released on { $release }, the last accepted call is on { $last }

flag-violated = { $profiles ->
    [one] { $profiles-shown } profile still carries the migration flag after the release: flows that filter on it stay closed to them
   *[other] { $profiles-shown } profiles still carry the migration flag after the release: flows that filter on it stay closed to them
}
flag-violated-by = { $profiles ->
    [one] { $profiles-shown } profile still carries the migration flag on { $by }: flows that filter on it stay closed to them
   *[other] { $profiles-shown } profiles still carry the migration flag on { $by }: flows that filter on it stay closed to them
}
flag-holds = { $profiles ->
    [one] all { $profiles-shown } flagged profile lost the flag in time
   *[other] all { $profiles-shown } flagged profiles lost the flag in time
}
flag-none = the import sets no migration flag
flag-after-the-end = the flag is released after the rehearsal ends
flag-nobody = no profile was flagged
flag-cause-flagged-late = flagged after the release, by rows that came late ({ $profiles })
flag-cause-released-late = released, but only after the stated day ({ $profiles })
flag-cause-never = never released ({ $profiles })
flag-case-flagged-late = was flagged after the release, so that nothing clears the flag
flag-case-still = still carries the migration flag at the deadline

## enters-at-most

entries-violated = { $people ->
    [one] { $people-shown } person entered a flow more often than its re-entry rule allows
   *[other] { $people-shown } people entered a flow more often than its re-entry rule allows
}
entries-holds = { $entries ->
    [one] { $entries-shown } entry was allowed
   *[other] { $entries-shown } entries were allowed
}
entries-nobody = nobody entered a flow
entries-cause-again = flow { $flow }: entered again, although its rule is once, ever ({ $people })
entries-cause-too-soon = flow { $flow }: entered again too soon ({ $people })
entries-cause-still-in = flow { $flow }: entered while still in it ({ $people })
entries-cause-both-again = flow { $flow }: on both platforms: entered again, although its rule is once, ever ({ $people })
entries-cause-both-too-soon = flow { $flow }: on both platforms: entered again too soon ({ $people })
entries-cause-both-still-in = flow { $flow }: on both platforms: entered while still in it ({ $people })
entries-case-again = entered { $flow } again, although its rule is once, ever
entries-case-too-soon = entered { $flow } again sooner than its rule allows
entries-case-still-in = entered { $flow } while still in it

## consent-never-gained

consent-violated = { $people ->
    [one] { $people-shown } person gained consent on the target that the source does not have
   *[other] { $people-shown } people gained consent on the target that the source does not have
}
consent-holds = { $people ->
    [one] none of { $people-shown } imported person gained consent by the import
   *[other] none of { $people-shown } imported people gained consent by the import
}
consent-nobody = nobody with a known consent was imported
consent-cause = { $by } made `{ $lawful }` into `{ $became }` for { $channel } ({ $people })
consent-case = was made `{ $became }` for { $channel } by { $by }, although the strongest lawful record is `{ $lawful }`

## suppressed-stays-suppressed

suppressed-mailed = { $people ->
    [one] { $people-shown } address was mailed that the source suppresses
   *[other] { $people-shown } addresses were mailed that the source suppresses
}
suppressed-lost = { $people ->
    [one] { $people-shown } person lost the suppression of the source
   *[other] { $people-shown } people lost the suppression of the source
}
suppressed-holds = { $people ->
    [one] none of { $people-shown } suppressed person was mailed
   *[other] none of { $people-shown } suppressed people was mailed
}
suppressed-nobody = nobody on the target is suppressed at the source
suppressed-cause-never-loaded = the source's suppressions were never loaded into the target ({ $people })
suppressed-cause-loaded-late = the source's suppressions were loaded after the first mail ({ $people })
suppressed-cause-lifted = { $by } lifted the suppression ({ $people })
suppressed-cause-ignored = the platform mailed a suppressed address ({ $people })
suppressed-case-mailed = received { $message } although the source suppresses the address ({ $reasons })
suppressed-case-lost = lost the suppression of the source ({ $reasons })

## unsubscribe-honoured

unsubscribe-violated = { $count ->
    [one] { $count-shown } unsubscribe was not honoured on both platforms within { $limit }
   *[other] { $count-shown } unsubscribes were not honoured on both platforms within { $limit }
}
unsubscribe-holds = { $count ->
    [one] { $count-shown } unsubscribe was honoured on both platforms within { $limit }
   *[other] { $count-shown } unsubscribes were honoured on both platforms within { $limit }
}
unsubscribe-nobody = nobody unsubscribed during the rehearsal
unsubscribe-cause-not-passed-on = an unsubscribe on the { $side } did not reach the { $other } in time ({ $people })
unsubscribe-cause-mailed-there = the { $side } mailed people who had unsubscribed there ({ $people })
unsubscribe-cause-mailed-elsewhere = the { $other } mailed people who had unsubscribed on the { $side } ({ $people })
unsubscribe-case-not-passed-on = unsubscribed on the { $side }; the { $other } did not know it within { $limit }
unsubscribe-case-mailed-there = unsubscribed on the { $side }, which mailed them again
unsubscribe-case-mailed-elsewhere = unsubscribed on the { $side }; the { $other } still mailed them after the limit

## one-person-one-profile

person-second = { $profiles ->
    [one] { $profiles-shown } profile on the target belongs to a person who already had one
   *[other] { $profiles-shown } profiles on the target belong to a person who already had one
}
person-merged = { $profiles ->
    [one] { $profiles-shown } profile on the target holds two different people who were merged into one
   *[other] { $profiles-shown } profiles on the target hold two different people who were merged into one
}
person-second-and-merged = { $second }; { $merged }
person-holds = { $profiles ->
    [one] { $profiles-shown } profile on the target, no person twice
   *[other] { $profiles-shown } profiles on the target, no person twice
}
person-no-profile = no profile was made on the target
person-cause-two-people = two people share one { $key }, so the target takes them for one ({ $profiles })
person-cause-evidence = the target tells profiles apart by { $key }; the evidence of all they hold says that these are one person ({ $profiles })
person-cause-key = the target tells profiles apart by { $key }; these share { $shared } ({ $profiles })
person-case-second = was made although the same person already had a profile
person-case-two-people = holds two different people

## one-customer-id

customer-violated = { $profiles ->
    [one] { $profiles-shown } profile on the target does not have a customer id of its own
   *[other] { $profiles-shown } profiles on the target do not have a customer id of their own
}
customer-holds = { $profiles ->
    [one] { $profiles-shown } profile on the target, each with a customer id of its own
   *[other] { $profiles-shown } profiles on the target, each with a customer id of its own
}
customer-nobody = the scenario recognises nobody by a customer id
customer-cause-missing = no row of the profile has a customer id ({ $profiles })
customer-cause-several = rows with different customer ids became one profile ({ $profiles })
customer-cause-shared = rows with one customer id became two profiles ({ $profiles })
customer-case-missing = has no customer id
customer-case-several = has two customer ids; the target keeps one of them
customer-case-shared = has a customer id that names another profile too

## rows-reconcile and applied-exactly-once

rows-vanished = { $rows ->
    [one] { $rows-shown } row vanished in the import without a trace
   *[other] { $rows-shown } rows vanished in the import without a trace
}
rows-too-many = { $rows ->
    [one] { $rows-shown } row has an outcome more than were read
   *[other] { $rows-shown } rows have an outcome more than were read
}
rows-none = no row was imported
rows-balance = { $rows ->
    [one] { $rows-shown } row read: { $parts }
   *[other] { $rows-shown } rows read: { $parts }
}
rows-created = { $rows } created
rows-updated = { $rows } updated
rows-no-key = { $rows } left out (no value for the platform's key)
rows-no-cohort = { $rows } left out (in no cohort)
rows-after-the-end = { $rows } left out (batch lies after the end)
rows-failed = { $rows } failed
rows-unknown = { $rows } unknown
rows-unusable = { $rows } unusable
rows-dropped = { $rows } vanished
rows-unexplained = { $rows } unexplained
rows-cause-dropped = acknowledged by door `{ $door }`, and never landed ({ $rows })
rows-cause-no-outcome = no outcome is known ({ $rows })
rows-cause-too-many = more rows have an outcome than were read ({ $rows })
rows-case-never-landed = was acknowledged by the platform, and never landed

applied-violated = { $rows ->
    [one] { $rows-shown } row was applied a second time
   *[other] { $rows-shown } rows were applied a second time
}
applied-holds = { $rows } applied, none of them twice
applied-holds-repeated = { $count ->
    [one] { $rows } applied, none of them twice; { $count-shown } repetition changed nothing
   *[other] { $rows } applied, none of them twice; { $count-shown } repetitions changed nothing
}
applied-unknown = { $rows ->
    [one] { $rows-shown } row was given up after a time-out: nobody knows whether the platform applied it
   *[other] { $rows-shown } rows were given up after a time-out: nobody knows whether the platform applied them
}
applied-none = no row was applied
applied-cause-not-idempotent = door `{ $door }` is not idempotent, and calls were sent again ({ $rows })
applied-cause-sent-again = calls were sent again ({ $rows })
applied-cause-given-up = calls were given up after a time-out: a higher `faults.attempts-max` tries them longer ({ $rows })
applied-case = was applied again after it had already been applied

## import-idempotent

repeat-violated = { $rows ->
    [one] { $changed } of { $rows-shown } row changed something when the import ran a second time
   *[other] { $changed } of { $rows-shown } rows changed something when the import ran a second time
}
repeat-holds = { $rows } came a second time and changed nothing
repeat-none = the import did not run a second time (`import.again`)
repeat-cause-list = door `{ $door }` lets people join a list on whom it has them already ({ $rows })
repeat-cause-flow = what comes through door `{ $door }` a second time starts flow { $flow } ({ $rows })
repeat-cause-consent = the export is older than the consent that it overwrote ({ $rows })
repeat-cause-flag = the import ran again after the migration flag was released ({ $rows })
repeat-cause-property = a flow had changed property `{ $property }`, which the export states ({ $rows })
repeat-cause-suppression = door `{ $door }` lifts suppressions ({ $rows })
repeat-cause-contradiction = rows that became one profile contradict each other ({ $rows })
repeat-case-list = came again, and joined the list anew
repeat-case-flow = came again, and started flow { $flow }
repeat-case-consent = came again, and set the consent back
repeat-case-flag = came again, and set the migration flag after it had been released
repeat-case-property = came again, and overwrote property `{ $property }`, which had changed since
repeat-case-suppression = came again, and lifted a suppression
repeat-case-contradiction = came again, and undid what another row of the profile had stated

## ramp-respected

ramp-window-pool = { $window }, pool `{ $pool }`
ramp-window-provider = { $window }, { $provider }
ramp-volume = { $window }: { $sent } sent, cap { $cap }
ramp-violated-more = { $windows ->
    [one] { $volume }; { $windows-shown } window is over its cap in all
   *[other] { $volume }; { $windows-shown } windows are over their cap in all
}
ramp-holds = { $emails } within the cap in { $windows }
ramp-no-schedule = no pool has a warm-up schedule
ramp-nothing-sent = no e-mail left under a cap
ramp-cause-flow = flow { $flow } ({ $emails } on { $window })
ramp-cause-transactional = flow { $flow } ({ $emails } on { $window }): transactional mail, which no ramp stops
ramp-cause-nothing-enforces = nothing enforces the cap of pool `{ $pool }`: `overflow: send-anyway`
ramp-cause-not-started = the ramp has not started yet: before its first day there is no allowance

## backlog-drains and caps-respected

backlog-expired = { $messages ->
    [one] { $messages-shown } message expired unsent after { $length }
   *[other] { $messages-shown } messages expired unsent after { $length }
}
backlog-waiting = { $messages ->
    [one] { $messages-shown } message still waits { $when }
   *[other] { $messages-shown } messages still wait { $when }
}
backlog-on = on { $instant }
backlog-at-the-end = when the rehearsal ends
backlog-holds = the queue is empty { $when }: { $messages } left in time
backlog-nothing-due = no message was due
backlog-cause-expired = flow { $flow }: expired ({ $messages })
backlog-cause-waiting = flow { $flow }: still waiting ({ $messages })
backlog-case-expired = waited { $length } for { $message }, which then expired
backlog-case-waited = still waited for { $message }, due since { $instant }

caps-violated = { $sends ->
    [one] { $sends-shown } send is over the frequency cap
   *[other] { $sends-shown } sends are over the frequency cap
}
caps-holds = { $sends ->
    [one] { $sends-shown } send was within the frequency caps
   *[other] { $sends-shown } sends were within the frequency caps
}
caps-none = the scenario has no frequency cap
caps-nothing-sent = nothing was sent under a frequency cap
caps-cap = { $channel } of { $count } per { $length }
caps-cause-one = cap { $cap }, broken by flow { $flow }: one platform sent them all ({ $sends })
caps-cause-both = cap { $cap }, broken by flow { $flow }: each platform counts only its own sends ({ $sends })
caps-case = received { $received } within { $length }; the cap is { $cap }

## quiet-hours-respected and no-double-send

quiet-violated = { $messages ->
    [one] { $messages-shown } message left in the recipient's quiet hours
   *[other] { $messages-shown } messages left in the recipient's quiet hours
}
quiet-holds = { $messages } left outside quiet hours
quiet-unknown = { $messages }: the recipient's clock is not known
quiet-none = the scenario has no quiet hours
quiet-nothing-sent = nothing was sent on a channel with quiet hours
quiet-cause = flow { $flow }: the platform looks at the clock `{ $clock }` for { $channel } ({ $messages })
quiet-case = received { $message } at { $time } on their own clock

double-violated = { $people ->
    [one] { $people-shown } person got the same mail from both platforms within { $length }
   *[other] { $people-shown } people got the same mail from both platforms within { $length }
}
double-holds = { $people ->
    [one] none of { $people-shown } person got one purpose from both platforms within { $length }
   *[other] none of { $people-shown } people got one purpose from both platforms within { $length }
}
double-nobody = nobody was mailed while both platforms ran
double-cause = purpose `{ $purpose }`, the second from flow { $flow } ({ $people })
double-case = received { $message } from the { $side } after its like from the other platform

## triggers-exist, triggers-fire and cadence-suffices

exist-violated = { $steps ->
    [one] { $steps-shown } step of live flows relies on an event that never reaches the platform
   *[other] { $steps-shown } steps of live flows rely on an event that never reaches the platform
}
exist-holds = { $uses ->
    [one] { $uses-shown } use of an event in flows, all of them reach their platform
   *[other] { $uses-shown } uses of events in flows, all of them reach their platform
}
exist-none = no live flow uses an event
exist-cause-starts-on = flow { $flow } starts on event { $event }, which never reaches the { $side }
exist-cause-waits-for = flow { $flow } waits for event { $event }, which never reaches the { $side }
exist-cause-has-goal = flow { $flow } has as its goal event { $event }, which never reaches the { $side }

fire-violated = { $flows ->
    [one] { $flows-shown } live flow was never entered{ $note }
   *[other] { $flows-shown } live flows were never entered{ $note }
}
fire-holds = { $flows ->
    [one] the live flow was entered{ $note }
   *[other] all { $flows-shown } live flows were entered{ $note }
}
fire-note = { $branches ->
    [one] ; { $branches-shown } branch was never reached
   *[other] ; { $branches-shown } branches were never reached
}
fire-none = no flow is live
fire-cause-never = flow { $flow } was never entered: its trigger never fired
fire-cause-nobody = flow { $flow } was never entered: at its time nobody passed the entry filter
fire-cause-refused = flow { $flow } was never entered: { $reasons }
fire-reason-held = the flow was held ({ $times })
fire-reason-filter = the entry filter did not hold ({ $times })
fire-reason-reentry = the re-entry rule did not allow it ({ $times })
fire-reason-too-old = the event was too old ({ $times })
fire-reason-silent-door = the door was silent ({ $times })
fire-branch = flow { $flow }, step { $step }: { $what }
fire-branch-condition-held = the condition never held
fire-branch-condition-failed = the condition always held
fire-branch-event-came = event { $event } moved nobody on
fire-branch-timed-out = nobody waited in vain for event { $event }
fire-branch-arm = arm { $arm } was never drawn

cadence-violated = { $starts ->
    [one] { $starts-shown } start of a flow was missed because the event arrived too late
   *[other] { $starts-shown } starts of flows were missed because the event arrived too late
}
cadence-holds = { $events ->
    [one] { $events-shown } event arrived in time
   *[other] { $events-shown } events arrived in time
}
cadence-none = no event with an age limit reached a flow
cadence-cause-flow = event { $event } reaches the { $side } { $feed }, but flow { $flow } allows { $limit } ({ $times })
cadence-cause-platform = event { $event } reaches the { $side } { $feed }, but the platform starts no flow after { $limit }, flow { $flow } among them ({ $times })
cadence-case-age = missed flow { $flow }: the event arrived { $age } after it happened
cadence-case = missed flow { $flow }
feed-real-time = in real time
feed-hourly = once an hour
feed-daily = once a day, at { $time }
feed-weekly = once a week, at { $time }
feed-missing = not at all
less-time = less time

## Claims of the scenario's own

custom-violated-never = { $sends ->
    [one] { $broken } of { $sends-shown } send fulfil `{ $condition }`
   *[other] { $broken } of { $sends-shown } sends fulfil `{ $condition }`
}
custom-violated-always = { $sends ->
    [one] { $broken } of { $sends-shown } send do not fulfil `{ $condition }`
   *[other] { $broken } of { $sends-shown } sends do not fulfil `{ $condition }`
}
custom-holds = { $sends } kept to it
custom-unknown = { $sends } cannot be judged: a flow changed a property that the claim reads, and the facts do not say to what
custom-nothing-sent = nothing was sent
custom-cause = flow { $flow } ({ $sends })
custom-case-never = received { $message }; no send may fulfil `{ $condition }`
custom-case-always = received { $message }; every send must fulfil `{ $condition }`

## Changes of a scenario

change-set-flag = declare `properties: {"{"}{ $property }: bool{"}"}` and set `import.flag: {"{"}property: { $property }, release: { $release }{"}"}`
change-set-flag-alone = set `import.flag: {"{"}property: { $property }, release: { $release }{"}"}`
change-guard-flow = add `entry: 'profile.{ $property } != true'` to flow { $flow }
change-guard-flow-too = add `&& profile.{ $property } != true` to the entry of flow { $flow }
change-rewrite-guard = write the entry of flow { $flow } as `profile.{ $property } != true`: a newcomer has no flag at all
change-move-release = set `import.flag.release: { $to }`
change-door-flag = set `{ $flags }: true` on door `{ $door }` (`{ $key }`)
change-door = use door `{ $door }` (`{ $key }`)
change-door-with-flag = use door `{ $door }` (`{ $key }`) with `{ $flags }: true`
change-hold-flow = start flow { $flow } later, so that nobody enters it before: `live: {"{"}from: { $from }{"}"}`
change-end-flow = end flow { $flow } on the { $side }: `live: {"{"}until: { $until }{"}"}`
change-switch-off = take flow { $flow } out: `live: never`
change-go-live = let flow { $flow } be live from the beginning: `live: always`
change-reentry = set `re-entry: { $rule }` on flow { $flow }
change-event-age = set `within: { $length }` on the trigger of flow { $flow }
change-move-campaign = let campaign { $flow } start at `{ $to }`
change-consent = set `import.consent: { $handling }`
change-suppressions = load the suppressions before anything else: `import.suppressions: { $at }`
change-second-import = let the second run begin later: `import.again: { $to }`
change-unsubscribe-sync = set `unsubscribes.{ $from }-to-{ $other }: { $feed }`
change-feed = set `{ $key }: { $feed }` on integration `{ $integration }`
change-overflow = set `overflow: hold` on the ramp of pool `{ $pool }`, if the platform can hold messages back
change-expiry = let messages wait longer: `sending.expires: { $length }`
change-quiet-clock = set `quiet-hours.{ $channel }.clock: recipient`
change-join-list = let people who sign up join list `{ $list }`: `behaviour.sign-ups.list`
change-sign-ups = let people sign up in the rehearsal: `behaviour.sign-ups: { $sign-ups }`
change-event-rate = let people do it in the rehearsal: `behaviour.events.{ $event }: { $rate }`, for a profile on a day
