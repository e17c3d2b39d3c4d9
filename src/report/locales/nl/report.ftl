### Wat het rapport zegt, in het Nederlands. Dezelfde berichten met dezelfde argumenten als het Engelse bestand ernaast,
### anders mislukt de build. Namen van controles, sleutels, flows en deuren blijven zoals ze in het scenario staan.

## Besluiten en oordelen

decision-go = GO
decision-go-with-conditions = GO ONDER VOORWAARDEN
decision-no-go = NO-GO
decision-not-decided = NIET BESLIST
decision-nothing-proved = NIETS BEWEZEN

line-no-go = { $checks ->
    [one] { $checks-shown } blokkerende controle is geschonden
   *[other] { $checks-shown } blokkerende controles zijn geschonden
}
line-go = alle controles zijn in orde
line-go-with-conditions = { $points ->
    [one] { $points-shown } punt om af te handelen
   *[other] { $points-shown } punten om af te handelen
}
line-not-decided = { $checks ->
    [one] { $checks-shown } blokkerende controle kon niet worden beslist
   *[other] { $checks-shown } blokkerende controles konden niet worden beslist
}
line-no-check = er was geen controle
line-nothing-happened = er is niets geïmporteerd, gestart of verzonden
line-no-case = geen enkele controle had een geval om te beoordelen

tolerated = { $headline } (toegestaan: { $tolerance })
starts-not-modelled = deur `{ $door }` start op het echte platform flows zonder iemand aan een lijst toe te voegen, en wat ze daar start is niet gemodelleerd
facts-missing = de historie bevat de feiten niet die dit beslissen: { $kinds }
not-tried = niet beproefd op dit scenario
or = of
no-remedy = Er is geen wijziging van dit scenario bekend die helpt. In het algemeen (Engels): { $advice }

## Woorden voor getallen, momenten en dingen

instant = dag { $day } { $time }
day-of = dag { $day }
days = { $count ->
    [one] { $count-shown } dag
   *[other] { $count-shown } dagen
}
days-hours = { $days } { $hours } uur
hours = { $hours } uur
hours-minutes = { $hours } uur { $minutes } min
minutes = { $count ->
    [one] { $count-shown } minuut
   *[other] { $count-shown } minuten
}
people = { $count ->
    [one] { $count-shown } persoon
   *[other] { $count-shown } personen
}
profiles = { $count ->
    [one] { $count-shown } profiel
   *[other] { $count-shown } profielen
}
rows = { $count ->
    [one] { $count-shown } rij
   *[other] { $count-shown } rijen
}
sends = { $count ->
    [one] { $count-shown } verzending
   *[other] { $count-shown } verzendingen
}
messages = { $count ->
    [one] { $count-shown } bericht
   *[other] { $count-shown } berichten
}
emails = { $count ->
    [one] { $count-shown } e-mail
   *[other] { $count-shown } e-mails
}
times = { $count ->
    [one] { $count-shown } keer
   *[other] { $count-shown } keer
}
entries = { $count ->
    [one] { $count-shown } instroom
   *[other] { $count-shown } keer ingestroomd
}
windows = { $count ->
    [one] { $count-shown } venster
   *[other] { $count-shown } vensters
}
unknown-flow = een onbekende flow
unknown-message = een onbekend bericht
unknown-event = een onbekend event
side-source = bron
side-target = doelplatform
by-import = deur `{ $door }`
by-replay = het opnieuw afspelen van oude events
by-sync = de synchronisatie tussen de platformen
by-flow = een andere flow
by-calendar = de kalender
by-provider = een mailboxprovider
by-person = de persoon zelf
either = { $one } of { $other }

## no-welcome-to-existing

welcome-only-entered = { $people ->
    [one] { $people-shown } bestaande klant stroomde in de welkomstflow, nog 0 mails
   *[other] { $people-shown } bestaande klanten stroomden in de welkomstflow, nog 0 mails
}
welcome-mailed = { $people ->
    [one] { $people-shown } bestaande klant kreeg de welkomstmail
   *[other] { $people-shown } bestaande klanten kregen de welkomstmail
}
welcome-mailed-and-entered = { $people ->
    [one] { $people-shown } bestaande klant kreeg de welkomstmail, nog { $more } stroomden in de welkomstflow
   *[other] { $people-shown } bestaande klanten kregen de welkomstmail, nog { $more } stroomden in de welkomstflow
}
welcome-holds = { $people ->
    [one] van { $people-shown } geïmporteerde bestaande klant kreeg niemand een welkomstmail
   *[other] van { $people-shown } geïmporteerde bestaande klanten kreeg niemand een welkomstmail
}
welcome-no-flow = het doelplatform heeft geen flow van de klasse `welcome`
welcome-never-live = er is tijdens de repetitie geen flow van de klasse `welcome` live op het doelplatform
welcome-nobody-imported = er is geen bestaande klant geïmporteerd
welcome-starts-by-list = { $door } voegt toe aan lijst `{ $list }`, en die start flow { $flow }
welcome-starts-by-event = { $door } levert event { $event }, en dat start flow { $flow }
welcome-starts = { $door } start flow { $flow }
welcome-flag-lost = { $starts }; de instroomvoorwaarde leest de migratievlag, maar de import verloor de vlag bij deze rijen ({ $people })
welcome-flag-not-set = { $starts }; de instroomvoorwaarde leest de migratievlag, maar deze profielen droegen die niet ({ $people })
welcome-flag-not-read = { $starts }; de instroomvoorwaarde leest de migratievlag niet ({ $people })
welcome-no-flag = { $starts }; niets houdt het tegen: de import zet geen migratievlag ({ $people })
welcome-received-since = kreeg { $message }, terwijl de bron deze persoon al kende sinds { $date }
welcome-received = kreeg { $message }, terwijl de bron deze persoon al kende
welcome-entered-since = stroomde in { $flow }, terwijl de bron deze persoon al kende sinds { $date }
welcome-entered = stroomde in { $flow }, terwijl de bron deze persoon al kende

## welcome-to-new

newcomers-missed = { $people ->
    [one] { $people-shown } nieuwe klant kreeg geen welkomstmail
   *[other] { $people-shown } nieuwe klanten kregen geen welkomstmail
}
newcomers-twice = { $people ->
    [one] { $people-shown } nieuwe klant kreeg de welkomstmail twee keer
   *[other] { $people-shown } nieuwe klanten kregen de welkomstmail twee keer
}
newcomers-others-twice = { $people ->
    [one] { $people-shown } andere kreeg hem twee keer
   *[other] { $people-shown } anderen kregen hem twee keer
}
newcomers-welcomed = { $people ->
    [one] { $people-shown } nieuwe klant is verwelkomd
   *[other] { $people-shown } nieuwe klanten zijn verwelkomd
}
newcomers-not-judged = { $people ->
    [one] { $people-shown } is nog niet beoordeeld
   *[other] { $people-shown } zijn nog niet beoordeeld
}
newcomers-excused = { $people } konden niet worden gemaild
newcomers-nobody = niemand heeft zich vroeg genoeg op het doelplatform ingeschreven om te worden beoordeeld
newcomers-cause-flagged = de migratievlag in de instroomvoorwaarde van flow { $flow } houdt ook nieuwe klanten tegen ({ $people })
newcomers-cause-held = flow { $flow } stond stil toen zij zich inschreven ({ $people })
newcomers-cause-not-triggered = flow { $flow } startte niet ({ $people })
newcomers-cause-not-sent = flow { $flow } startte, maar de mail is vervallen of verlopen ({ $people })
newcomers-cause-twice = flow { $flow } verzond een mail twee keer ({ $people })
newcomers-case-flagged = schreef zich in als nieuwe klant, en de migratievlag in de instroomvoorwaarde van { $flow } hield deze persoon tegen
newcomers-case-held = schreef zich in als nieuwe klant terwijl { $flow } stilstond
newcomers-case-not-triggered = schreef zich in als nieuwe klant, en { $flow } startte niet
newcomers-case-not-sent = schreef zich in als nieuwe klant, stroomde in { $flow } en kreeg er geen mail van
newcomers-case-twice = schreef zich in als nieuwe klant en kreeg een mail van { $flow } twee keer

## held-while-importing en flag-released

held-violated = { $flows ->
    [one] { $flows-shown } flow is live en onbewaakt terwijl de import loopt
   *[other] { $flows-shown } flows zijn live en onbewaakt terwijl de import loopt
}
held-violated-and-early = { $flows ->
    [one] { $flows-shown } flow is live en onbewaakt terwijl de import loopt, en de migratievlag gaat er te vroeg af
   *[other] { $flows-shown } flows zijn live en onbewaakt terwijl de import loopt, en de migratievlag gaat er te vroeg af
}
held-early = de migratievlag gaat eraf vóór de laatste geaccepteerde aanroep van de import
held-holds = { $flows ->
    [one] { $flows-shown } flow stond stil of was bewaakt terwijl de import liep
   *[other] { $flows-shown } flows stonden stil of waren bewaakt terwijl de import liep
}
held-no-call = er was geen enkele aanroep van de import
held-nothing-to-start = terwijl de import liep was op het doelplatform geen flow live, en de import kon er geen starten
held-cause-unguarded = flow { $flow } is live terwijl de import loopt, de import start hem, en zijn instroomvoorwaarde leest de migratievlag niet ({ $entries })
held-cause-early = de migratievlag gaat eraf op { $release }, vóór de laatste geaccepteerde aanroep op { $last }
held-case-entered = stroomde in { $flow } via { $door }, terwijl de flow live en onbewaakt was
held-case-early = de migratievlag gaat eraf op { $release }, de laatste geaccepteerde aanroep is op { $last }

flag-violated = { $profiles ->
    [one] { $profiles-shown } profiel draagt de migratievlag nog na de vrijgave: flows die erop filteren blijven ervoor gesloten
   *[other] { $profiles-shown } profielen dragen de migratievlag nog na de vrijgave: flows die erop filteren blijven ervoor gesloten
}
flag-violated-by = { $profiles ->
    [one] { $profiles-shown } profiel draagt de migratievlag nog op { $by }: flows die erop filteren blijven ervoor gesloten
   *[other] { $profiles-shown } profielen dragen de migratievlag nog op { $by }: flows die erop filteren blijven ervoor gesloten
}
flag-holds = { $profiles ->
    [one] het ene gemarkeerde profiel ({ $profiles-shown }) raakte de vlag op tijd kwijt
   *[other] alle { $profiles-shown } gemarkeerde profielen raakten de vlag op tijd kwijt
}
flag-none = de import zet geen migratievlag
flag-after-the-end = de vlag gaat er pas na het einde van de generale repetitie af
flag-nobody = er is geen profiel gemarkeerd
flag-cause-flagged-late = gemarkeerd na de vrijgave, door rijen die laat kwamen ({ $profiles })
flag-cause-released-late = vrijgegeven, maar pas na de afgesproken dag ({ $profiles })
flag-cause-never = nooit vrijgegeven ({ $profiles })
flag-case-flagged-late = kreeg de vlag na de vrijgave, zodat niets die er nog afhaalt
flag-case-still = draagt de migratievlag nog op de uiterste datum

## enters-at-most

entries-violated = { $people ->
    [one] { $people-shown } persoon stroomde vaker in een flow dan de herinstroomregel toestaat
   *[other] { $people-shown } personen stroomden vaker in een flow dan de herinstroomregel toestaat
}
entries-holds = { $entries ->
    [one] { $entries-shown } keer ingestroomd, en dat mocht
   *[other] { $entries-shown } keer ingestroomd, en dat mocht telkens
}
entries-nobody = niemand stroomde in een flow
entries-cause-again = flow { $flow }: opnieuw ingestroomd, terwijl de regel één keer is, voor altijd ({ $people })
entries-cause-too-soon = flow { $flow }: te vroeg opnieuw ingestroomd ({ $people })
entries-cause-still-in = flow { $flow }: ingestroomd terwijl de vorige keer nog liep ({ $people })
entries-cause-both-again = flow { $flow }: op beide platformen: opnieuw ingestroomd, terwijl de regel één keer is, voor altijd ({ $people })
entries-cause-both-too-soon = flow { $flow }: op beide platformen: te vroeg opnieuw ingestroomd ({ $people })
entries-cause-both-still-in = flow { $flow }: op beide platformen: ingestroomd terwijl de vorige keer nog liep ({ $people })
entries-case-again = stroomde opnieuw in { $flow }, terwijl de regel één keer is, voor altijd
entries-case-too-soon = stroomde eerder opnieuw in { $flow } dan de regel toestaat
entries-case-still-in = stroomde in { $flow } terwijl de vorige keer nog liep

## consent-never-gained

consent-violated = { $people ->
    [one] { $people-shown } persoon kreeg op het doelplatform een toestemming die de bron niet heeft
   *[other] { $people-shown } personen kregen op het doelplatform een toestemming die de bron niet heeft
}
consent-holds = { $people ->
    [one] van { $people-shown } geïmporteerde persoon kreeg niemand toestemming door de import
   *[other] van { $people-shown } geïmporteerde personen kreeg niemand toestemming door de import
}
consent-nobody = er is niemand met een bekende toestemming geïmporteerd
consent-cause = { $by } maakte van `{ $lawful }` `{ $became }` voor { $channel } ({ $people })
consent-case = werd `{ $became }` voor { $channel } door { $by }, terwijl de sterkste rechtmatige vastlegging `{ $lawful }` is

## suppressed-stays-suppressed

suppressed-mailed = { $people ->
    [one] { $people-shown } adres is gemaild dat de bron heeft geblokkeerd
   *[other] { $people-shown } adressen zijn gemaild die de bron heeft geblokkeerd
}
suppressed-lost = { $people ->
    [one] { $people-shown } persoon verloor de blokkade van de bron
   *[other] { $people-shown } personen verloren de blokkade van de bron
}
suppressed-holds = { $people ->
    [one] van { $people-shown } geblokkeerde persoon is niemand gemaild
   *[other] van { $people-shown } geblokkeerde personen is niemand gemaild
}
suppressed-nobody = niemand op het doelplatform is bij de bron geblokkeerd
suppressed-cause-never-loaded = de blokkades van de bron zijn nooit in het doelplatform geladen ({ $people })
suppressed-cause-loaded-late = de blokkades van de bron zijn pas na de eerste mail geladen ({ $people })
suppressed-cause-lifted = { $by } hief de blokkade op ({ $people })
suppressed-cause-ignored = het platform mailde een geblokkeerd adres ({ $people })
suppressed-case-mailed = kreeg { $message }, terwijl de bron het adres blokkeert ({ $reasons })
suppressed-case-lost = verloor de blokkade van de bron ({ $reasons })

## unsubscribe-honoured

unsubscribe-violated = { $count ->
    [one] { $count-shown } uitschrijving is niet binnen { $limit } op beide platformen verwerkt
   *[other] { $count-shown } uitschrijvingen zijn niet binnen { $limit } op beide platformen verwerkt
}
unsubscribe-holds = { $count ->
    [one] { $count-shown } uitschrijving is binnen { $limit } op beide platformen verwerkt
   *[other] { $count-shown } uitschrijvingen zijn binnen { $limit } op beide platformen verwerkt
}
unsubscribe-nobody = niemand schreef zich uit tijdens de generale repetitie
unsubscribe-cause-not-passed-on = een uitschrijving op { $side } bereikte { $other } niet op tijd ({ $people })
unsubscribe-cause-mailed-there = { $side } mailde mensen die zich daar hadden uitgeschreven ({ $people })
unsubscribe-cause-mailed-elsewhere = { $other } mailde mensen die zich op { $side } hadden uitgeschreven ({ $people })
unsubscribe-case-not-passed-on = schreef zich uit op { $side }; { $other } wist het niet binnen { $limit }
unsubscribe-case-mailed-there = schreef zich uit op { $side } en werd daar opnieuw gemaild
unsubscribe-case-mailed-elsewhere = schreef zich uit op { $side }; { $other } mailde na de termijn nog steeds

## one-person-one-profile

person-second = { $profiles ->
    [one] { $profiles-shown } profiel op het doelplatform hoort bij iemand die er al een had
   *[other] { $profiles-shown } profielen op het doelplatform horen bij iemand die er al een had
}
person-merged = { $profiles ->
    [one] { $profiles-shown } profiel op het doelplatform bevat twee verschillende personen die zijn samengevoegd
   *[other] { $profiles-shown } profielen op het doelplatform bevatten twee verschillende personen die zijn samengevoegd
}
person-second-and-merged = { $second }; { $merged }
person-holds = { $profiles ->
    [one] { $profiles-shown } profiel op het doelplatform, niemand dubbel
   *[other] { $profiles-shown } profielen op het doelplatform, niemand dubbel
}
person-no-profile = er is geen profiel op het doelplatform gemaakt
person-cause-two-people = twee personen delen één { $key }, dus het doelplatform houdt hen voor één ({ $profiles })
person-cause-evidence = het doelplatform onderscheidt profielen op { $key }; alles bij elkaar wijst erop dat dit één persoon is ({ $profiles })
person-cause-key = het doelplatform onderscheidt profielen op { $key }; deze delen { $shared } ({ $profiles })
person-case-second = is gemaakt terwijl dezelfde persoon al een profiel had
person-case-two-people = bevat twee verschillende personen

## one-customer-id

customer-violated = { $profiles ->
    [one] { $profiles-shown } profiel op het doelplatform heeft geen eigen klant-id
   *[other] { $profiles-shown } profielen op het doelplatform hebben geen eigen klant-id
}
customer-holds = { $profiles ->
    [one] { $profiles-shown } profiel op het doelplatform, met een eigen klant-id
   *[other] { $profiles-shown } profielen op het doelplatform, elk met een eigen klant-id
}
customer-nobody = het scenario herkent niemand aan een klant-id
customer-cause-missing = geen enkele rij van het profiel heeft een klant-id ({ $profiles })
customer-cause-several = rijen met verschillende klant-id's werden één profiel ({ $profiles })
customer-cause-shared = rijen met één klant-id werden twee profielen ({ $profiles })
customer-case-missing = heeft geen klant-id
customer-case-several = heeft twee klant-id's; het doelplatform bewaart er één
customer-case-shared = heeft een klant-id dat ook een ander profiel aanwijst

## rows-reconcile en applied-exactly-once

rows-vanished = { $rows ->
    [one] { $rows-shown } rij verdween spoorloos in de import
   *[other] { $rows-shown } rijen verdwenen spoorloos in de import
}
rows-too-many = { $rows ->
    [one] { $rows-shown } rij heeft een uitkomst meer dan er zijn gelezen
   *[other] { $rows-shown } rijen hebben een uitkomst meer dan er zijn gelezen
}
rows-none = er is geen rij geïmporteerd
rows-balance = { $rows ->
    [one] { $rows-shown } rij gelezen: { $parts }
   *[other] { $rows-shown } rijen gelezen: { $parts }
}
rows-created = { $rows } aangemaakt
rows-updated = { $rows } bijgewerkt
rows-no-key = { $rows } overgeslagen (geen waarde voor de sleutel van het platform)
rows-no-cohort = { $rows } overgeslagen (in geen cohort)
rows-after-the-end = { $rows } overgeslagen (batch ligt na het einde)
rows-failed = { $rows } mislukt
rows-unknown = { $rows } onbekend
rows-unusable = { $rows } onbruikbaar
rows-dropped = { $rows } verdwenen
rows-unexplained = { $rows } onverklaard
rows-cause-dropped = bevestigd door deur `{ $door }`, en nooit aangekomen ({ $rows })
rows-cause-no-outcome = er is geen uitkomst bekend ({ $rows })
rows-cause-too-many = meer rijen hebben een uitkomst dan er zijn gelezen ({ $rows })
rows-case-never-landed = is door het platform bevestigd en nooit aangekomen

applied-violated = { $rows ->
    [one] { $rows-shown } rij is een tweede keer verwerkt
   *[other] { $rows-shown } rijen zijn een tweede keer verwerkt
}
applied-holds = { $rows } verwerkt, geen enkele twee keer
applied-holds-repeated = { $count ->
    [one] { $rows } verwerkt, geen enkele twee keer; { $count-shown } herhaling veranderde niets
   *[other] { $rows } verwerkt, geen enkele twee keer; { $count-shown } herhalingen veranderden niets
}
applied-unknown = { $rows ->
    [one] { $rows-shown } rij is na een time-out opgegeven: niemand weet of het platform die heeft verwerkt
   *[other] { $rows-shown } rijen zijn na een time-out opgegeven: niemand weet of het platform die heeft verwerkt
}
applied-none = er is geen rij verwerkt
applied-cause-not-idempotent = deur `{ $door }` herkent geen herhaalde rij, en aanroepen zijn opnieuw gedaan ({ $rows })
applied-cause-sent-again = aanroepen zijn opnieuw gedaan ({ $rows })
applied-cause-given-up = aanroepen zijn na een time-out opgegeven: een hogere `faults.attempts-max` probeert ze langer ({ $rows })
applied-case = is opnieuw verwerkt nadat dat al was gebeurd

## import-idempotent

repeat-violated = { $rows ->
    [one] { $changed } van { $rows-shown } rij veranderde iets toen de import een tweede keer liep
   *[other] { $changed } van { $rows-shown } rijen veranderden iets toen de import een tweede keer liep
}
repeat-holds = { $rows } kwamen een tweede keer en veranderden niets
repeat-none = de import liep geen tweede keer (`import.again`)
repeat-cause-list = deur `{ $door }` laat mensen opnieuw op een lijst komen waar ze al op staan ({ $rows })
repeat-cause-flow = wat een tweede keer door deur `{ $door }` komt start flow { $flow } ({ $rows })
repeat-cause-consent = de export is ouder dan de toestemming die hij overschreef ({ $rows })
repeat-cause-flag = de import liep opnieuw nadat de migratievlag eraf was ({ $rows })
repeat-cause-property = een flow had eigenschap `{ $property }` veranderd, die de export ook vermeldt ({ $rows })
repeat-cause-suppression = deur `{ $door }` heft blokkades op ({ $rows })
repeat-cause-contradiction = rijen die één profiel werden spreken elkaar tegen ({ $rows })
repeat-case-list = kwam opnieuw, en kwam opnieuw op de lijst
repeat-case-flow = kwam opnieuw, en startte flow { $flow }
repeat-case-consent = kwam opnieuw, en zette de toestemming terug
repeat-case-flag = kwam opnieuw, en zette de migratievlag nadat die eraf was
repeat-case-property = kwam opnieuw, en overschreef eigenschap `{ $property }`, die sindsdien was veranderd
repeat-case-suppression = kwam opnieuw, en hief een blokkade op
repeat-case-contradiction = kwam opnieuw, en maakte ongedaan wat een andere rij van het profiel had vermeld

## ramp-respected

ramp-window-pool = { $window }, pool `{ $pool }`
ramp-window-provider = { $window }, { $provider }
ramp-volume = { $window }: { $sent } verzonden, limiet { $cap }
ramp-violated-more = { $windows ->
    [one] { $volume }; in totaal is { $windows-shown } venster over de limiet
   *[other] { $volume }; in totaal zijn { $windows-shown } vensters over de limiet
}
ramp-holds = { $emails } binnen de limiet in { $windows }
ramp-no-schedule = geen pool heeft een opwarmschema
ramp-nothing-sent = er ging geen e-mail uit onder een limiet
ramp-cause-flow = flow { $flow } ({ $emails } op { $window })
ramp-cause-transactional = flow { $flow } ({ $emails } op { $window }): transactionele mail, die geen opwarmschema tegenhoudt
ramp-cause-nothing-enforces = niets bewaakt de limiet van pool `{ $pool }`: `overflow: send-anyway`
ramp-cause-not-started = het opwarmschema is nog niet begonnen: vóór de eerste dag mag er niets uit

## backlog-drains en caps-respected

backlog-expired = { $messages ->
    [one] { $messages-shown } bericht verliep onverzonden na { $length }
   *[other] { $messages-shown } berichten verliepen onverzonden na { $length }
}
backlog-waiting = { $messages ->
    [one] { $messages-shown } bericht wacht nog { $when }
   *[other] { $messages-shown } berichten wachten nog { $when }
}
backlog-on = op { $instant }
backlog-at-the-end = aan het einde van de generale repetitie
backlog-holds = de wachtrij is leeg { $when }: { $messages } op tijd vertrokken
backlog-nothing-due = er hoefde geen bericht uit
backlog-cause-expired = flow { $flow }: verlopen ({ $messages })
backlog-cause-waiting = flow { $flow }: wacht nog ({ $messages })
backlog-case-expired = wachtte { $length } op { $message }, dat toen verliep
backlog-case-waited = wachtte nog op { $message }, dat klaarstond sinds { $instant }

caps-violated = { $sends ->
    [one] { $sends-shown } verzending gaat over de frequentielimiet
   *[other] { $sends-shown } verzendingen gaan over de frequentielimiet
}
caps-holds = { $sends ->
    [one] { $sends-shown } verzending bleef binnen de frequentielimieten
   *[other] { $sends-shown } verzendingen bleven binnen de frequentielimieten
}
caps-none = het scenario heeft geen frequentielimiet
caps-nothing-sent = er is niets verzonden onder een frequentielimiet
caps-cap = { $channel } van { $count } per { $length }
caps-cause-one = limiet { $cap }, overschreden door flow { $flow }: één platform verzond ze allemaal ({ $sends })
caps-cause-both = limiet { $cap }, overschreden door flow { $flow }: elk platform telt alleen zijn eigen verzendingen ({ $sends })
caps-case = kreeg er { $received } binnen { $length }; de limiet is { $cap }

## quiet-hours-respected en no-double-send

quiet-violated = { $messages ->
    [one] { $messages-shown } bericht ging uit tijdens de stille uren van de ontvanger
   *[other] { $messages-shown } berichten gingen uit tijdens de stille uren van de ontvanger
}
quiet-holds = { $messages } vertrokken buiten de stille uren
quiet-unknown = { $messages }: de klok van de ontvanger is niet bekend
quiet-none = het scenario heeft geen stille uren
quiet-nothing-sent = er is niets verzonden op een kanaal met stille uren
quiet-cause = flow { $flow }: het platform kijkt voor { $channel } naar de klok `{ $clock }` ({ $messages })
quiet-case = kreeg { $message } om { $time } op de eigen klok

double-violated = { $people ->
    [one] { $people-shown } persoon kreeg binnen { $length } dezelfde mail van beide platformen
   *[other] { $people-shown } personen kregen binnen { $length } dezelfde mail van beide platformen
}
double-holds = { $people ->
    [one] van { $people-shown } persoon kreeg niemand binnen { $length } hetzelfde van beide platformen
   *[other] van { $people-shown } personen kreeg niemand binnen { $length } hetzelfde van beide platformen
}
double-nobody = niemand is gemaild terwijl beide platformen draaiden
double-cause = doel `{ $purpose }`, de tweede van flow { $flow } ({ $people })
double-case = kreeg { $message } van { $side }, na dezelfde mail van het andere platform

## triggers-exist, triggers-fire en cadence-suffices

exist-violated = { $steps ->
    [one] { $steps-shown } stap van live flows rekent op een event dat het platform nooit bereikt
   *[other] { $steps-shown } stappen van live flows rekenen op een event dat het platform nooit bereikt
}
exist-holds = { $uses ->
    [one] { $uses-shown } gebruik van een event in flows, en het bereikt zijn platform
   *[other] { $uses-shown } keer een event gebruikt in flows, en alle bereiken hun platform
}
exist-none = geen live flow gebruikt een event
exist-cause-starts-on = flow { $flow } start op event { $event }, dat { $side } nooit bereikt
exist-cause-waits-for = flow { $flow } wacht op event { $event }, dat { $side } nooit bereikt
exist-cause-has-goal = flow { $flow } heeft als doel event { $event }, dat { $side } nooit bereikt

fire-violated = { $flows ->
    [one] in { $flows-shown } live flow stroomde nooit iemand in{ $note }
   *[other] in { $flows-shown } live flows stroomde nooit iemand in{ $note }
}
fire-holds = { $flows ->
    [one] in de live flow stroomde iemand in{ $note }
   *[other] in alle { $flows-shown } live flows stroomde iemand in{ $note }
}
fire-note = { $branches ->
    [one] ; { $branches-shown } tak is nooit bereikt
   *[other] ; { $branches-shown } takken zijn nooit bereikt
}
fire-none = geen flow is live
fire-cause-never = in flow { $flow } stroomde nooit iemand in: de trigger ging nooit af
fire-cause-nobody = in flow { $flow } stroomde nooit iemand in: op het moment zelf voldeed niemand aan de instroomvoorwaarde
fire-cause-refused = in flow { $flow } stroomde nooit iemand in: { $reasons }
fire-reason-held = de flow stond stil ({ $times })
fire-reason-filter = de instroomvoorwaarde gold niet ({ $times })
fire-reason-reentry = de herinstroomregel stond het niet toe ({ $times })
fire-reason-too-old = het event was te oud ({ $times })
fire-reason-silent-door = de deur was stil ({ $times })
fire-branch = flow { $flow }, stap { $step }: { $what }
fire-branch-condition-held = de voorwaarde gold nooit
fire-branch-condition-failed = de voorwaarde gold altijd
fire-branch-event-came = event { $event } bracht niemand verder
fire-branch-timed-out = niemand wachtte vergeefs op event { $event }
fire-branch-arm = arm { $arm } is nooit geloot

cadence-violated = { $starts ->
    [one] { $starts-shown } start van een flow is gemist doordat het event te laat aankwam
   *[other] { $starts-shown } starts van flows zijn gemist doordat het event te laat aankwam
}
cadence-holds = { $events ->
    [one] { $events-shown } event kwam op tijd aan
   *[other] { $events-shown } events kwamen op tijd aan
}
cadence-none = geen event met een leeftijdsgrens bereikte een flow
cadence-cause-flow = event { $event } bereikt { $side } { $feed }, maar flow { $flow } staat { $limit } toe ({ $times })
cadence-cause-platform = event { $event } bereikt { $side } { $feed }, maar het platform start na { $limit } geen flow meer, ook { $flow } niet ({ $times })
cadence-case-age = miste flow { $flow }: het event kwam { $age } na het gebeuren aan
cadence-case = miste flow { $flow }
feed-real-time = direct
feed-hourly = eens per uur
feed-daily = eens per dag, om { $time }
feed-weekly = eens per week, om { $time }
feed-missing = helemaal niet
less-time = minder tijd

## Eigen controles van het scenario

custom-violated-never = { $sends ->
    [one] { $broken } van { $sends-shown } verzending voldoet aan `{ $condition }`
   *[other] { $broken } van { $sends-shown } verzendingen voldoen aan `{ $condition }`
}
custom-violated-always = { $sends ->
    [one] { $broken } van { $sends-shown } verzending voldoet niet aan `{ $condition }`
   *[other] { $broken } van { $sends-shown } verzendingen voldoen niet aan `{ $condition }`
}
custom-holds = { $sends } hielden zich eraan
custom-unknown = { $sends } zijn niet te beoordelen: een flow veranderde een eigenschap die de controle leest, en de feiten zeggen niet waarin
custom-nothing-sent = er is niets verzonden
custom-cause = flow { $flow } ({ $sends })
custom-case-never = kreeg { $message }; geen verzending mag voldoen aan `{ $condition }`
custom-case-always = kreeg { $message }; elke verzending moet voldoen aan `{ $condition }`

## Wijzigingen van een scenario

change-set-flag = neem `properties: {"{"}{ $property }: bool{"}"}` op en zet `import.flag: {"{"}property: { $property }, release: { $release }{"}"}`
change-set-flag-alone = zet `import.flag: {"{"}property: { $property }, release: { $release }{"}"}`
change-guard-flow = zet `entry: 'profile.{ $property } != true'` bij flow { $flow }
change-guard-flow-too = zet `&& profile.{ $property } != true` achter de instroomvoorwaarde van flow { $flow }
change-rewrite-guard = schrijf de instroomvoorwaarde van flow { $flow } als `profile.{ $property } != true`: een nieuwe klant heeft helemaal geen vlag
change-move-release = zet `import.flag.release: { $to }`
change-door-flag = zet `{ $flags }: true` op deur `{ $door }` (`{ $key }`)
change-door = gebruik deur `{ $door }` (`{ $key }`)
change-door-with-flag = gebruik deur `{ $door }` (`{ $key }`) met `{ $flags }: true`
change-hold-flow = start flow { $flow } later, zodat er voor die tijd niemand in komt: `live: {"{"}from: { $from }{"}"}`
change-end-flow = beëindig flow { $flow } op { $side }: `live: {"{"}until: { $until }{"}"}`
change-switch-off = laat flow { $flow } weg: `live: never`
change-go-live = laat flow { $flow } vanaf het begin live zijn: `live: always`
change-reentry = zet `re-entry: { $rule }` bij flow { $flow }
change-event-age = zet `within: { $length }` op de trigger van flow { $flow }
change-move-campaign = laat campagne { $flow } starten op `{ $to }`
change-consent = zet `import.consent: { $handling }`
change-suppressions = laad de blokkades vóór al het andere: `import.suppressions: { $at }`
change-second-import = laat de tweede import later beginnen: `import.again: { $to }`
change-unsubscribe-sync = zet `unsubscribes.{ $from }-to-{ $other }: { $feed }`
change-feed = zet `{ $key }: { $feed }` bij integratie `{ $integration }`
change-overflow = zet `overflow: hold` op het opwarmschema van pool `{ $pool }`, als het platform berichten kan vasthouden
change-expiry = laat berichten langer wachten: `sending.expires: { $length }`
change-quiet-clock = zet `quiet-hours.{ $channel }.clock: recipient`
change-join-list = laat wie zich inschrijft op lijst `{ $list }` komen: `behaviour.sign-ups.list`
change-sign-ups = laat zich in de generale repetitie mensen inschrijven: `behaviour.sign-ups: { $sign-ups }`
change-event-rate = laat mensen het in de generale repetitie doen: `behaviour.events.{ $event }: { $rate }`, per profiel per dag
