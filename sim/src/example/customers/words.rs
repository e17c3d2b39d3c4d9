//! Words of which invented people are made.
//!
//! Owns: names, towns, streets and domains of three parts of the world. Everything is common knowledge or made up;
//! deliberately no register of people or addresses was copied. Every domain ends in `.example`, so no mailbox can exist
//! (RFC 2606).

/// What one part of the world calls its people and places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// Given names of men and of women, the most frequent first, each with its short forms behind slashes.
    pub(super) given: [&'static str; 2],
    /// Family names that many people have, the most frequent first; blanks within one are `_`.
    pub(super) families: &'static str,
    /// Beginnings and ends of the other family names.
    pub(super) family_parts: [&'static str; 2],
    /// What may stand before a family name.
    pub(super) prefixes: &'static str,
    /// Towns by country: name and the first postcode, the largest first.
    pub(super) towns: [&'static str; 2],
    /// Beginnings and ends of street names.
    pub(super) street_parts: [&'static str; 2],
    /// Domains of mailboxes, the most frequent first.
    pub(super) domains: &'static str,
    /// What people call their mailbox if not by their name.
    pub(super) nicknames: &'static str,
}

/// The Netherlands and Flanders.
pub(super) const LOW_COUNTRIES: Words = Words {
    given: [
        "Johannes/Jan/Johan/Hans Pieter/Piet/Peter Thomas/Tom Cornelis/Kees/Cor Willem/Wim Hendrik/Henk/Rik Daan Sem \
         Lucas/Luuk Gerrit/Ger Martinus/Martin Franciscus/Frans Mark Bram Antonius/Ton/Toon Robert/Rob Milan Jacobus/Jaap/Koos \
         Sander Jeroen Marco Theodorus/Theo Dirk Wouter Nicolaas/Nico/Klaas Stijn Michiel/Giel Petrus/Piet Bart René Ruben \
         Alexander/Alex/Lex Adrianus/Ad/Adri Joris Vincent Thijs Arjan Frederik/Fred/Frits Ronald/Ron Jasper Maarten Christiaan/Chris \
         Kevin Dennis Benjamin/Ben Mohamed/Mo Sebastiaan/Bas Rik Lars Gijs Koen Matthijs/Thijs Jelle Niels Emiel Raphaël Lodewijk/Lode \
         Jozef/Jef Gustaaf/Staf Yusuf Roel Tim Floris Hugo Daniël/Daan André Guido Wesley Joost Hidde Sven Bavo Karel",
        "Maria/Ria/Mieke Johanna/Jo/Joke Emma Anna/An Elisabeth/Els/Liesbeth Julia Sophie Cornelia/Corrie/Nel Lotte Eva Wilhelmina/Willy \
         Sanne Lisa Hendrika/Henny/Riek Catharina/Karin/Toos Esther Petra Ingrid Monique Margaretha/Greet/Gre Femke Iris Marieke \
         Geertruida/Truus Fleur Noor Anouk Linda Marloes Saskia Roos Jacoba/Coby Laura Kim Manon Antonia/Toos Susanne/Suus/Sanne Ellen \
         Nathalie/Nath Inge Charlotte/Lotte Zoë Mila Tess Yvonne Christina/Tineke/Stien Jolanda Lieke Naomi Wendy Daniëlle/Daan Mirjam \
         Alexandra/Sandra Annelies/Lies Katrien/Trien Marijke Fatima Renée Evelien/Eef Hanneke Ilse Josephina/Josée Leen Veerle Griet \
         Noémie Chloë Amber Bente Willemijn/Mijntje Jasmijn Puck Carolien/Lien Dorien Silke Hilde Tineke Babette/Babs Heleen Madelief",
    ],
    families: "Jansen de_Vries van_den_Berg Bakker Visser van_Dijk Smit Meijer Mulder de_Boer Bos Vos Peters Hendriks van_Leeuwen \
               Dekker Brouwer de_Wit Dijkstra Peeters Janssens Maes Jacobs Willems de_Graaf van_der_Meer Kok de_Jong Kuiper Schouten \
               van_der_Linden Koster Prins Huisman Postma Wouters Claes Goossens van_der_Heijden Hermans Aerts de_Smet de_Clercq \
               van_Damme Blom Molenaar Verhoeven van_'t_Hof Martens Bosch ter_Horst van_de_Ven ten_Cate in_'t_Veld Groen Scholten \
               Kramer Post Veenstra de_Bruijn",
    family_parts: [
        "Kerk Dijk Bosch Berg Veld Broek Horst Meer Beek Brink Hoek Loo Molen Zand Water Heide Kamp Hout Linden Eiken Wijn Gras \
         Steen Ooster Wester Noorder Zuider Nieuw Oude Groot Klein Lange Korte Hage Bloem Roos Vliet Zeven Grave Haver Rogge \
         Tarwe Appel Vogel Duive Reiger Wolf Ossen Paarde Schaap Kool Mees Raven Spring Duin Ijzer Goud Zilver Koper Leeuw \
         Konings Prinsen Ridder Munnik Pastoor Schip Zeil Mast Anker Polder Terp Wilgen",
        "man mans stra sma inga huis hof kamp veld berg beek dijk horst winkel meijers aar ink wijk daal burg brug hout laar oord",
    ],
    prefixes: "van van_der van_den van_de de ter ten op_den van_'t uit_den",
    towns: [
        "Amsterdam:1011 Rotterdam:3011 Utrecht:3511 Eindhoven:5611 Groningen:9711 Tilburg:5011 Almere:1311 Breda:4811 Nijmegen:6511 \
         Arnhem:6811 Haarlem:2011 Enschede:7511 Amersfoort:3811 Apeldoorn:7311 Zwolle:8011 Leiden:2311 Maastricht:6211 Dordrecht:3311 \
         Alkmaar:1811 Emmen:7811 Delft:2611 Deventer:7411 Helmond:5701 Leeuwarden:8911 Middelburg:4331 Assen:9401 Roermond:6041 \
         Zutphen:7201 Hoorn:1621 Oss:5341 's-Hertogenbosch:5211 Den_Helder:1781",
        "Antwerpen:2000 Gent:9000 Brugge:8000 Leuven:3000 Mechelen:2800 Aalst:9300 Kortrijk:8500 Hasselt:3500 Oostende:8400 Genk:3600 \
         Roeselare:8800 Turnhout:2300 Lokeren:9160 Lier:2500 Tienen:3300 Ieper:8900",
    ],
    street_parts: [
        "Kerk Dorps School Molen Stations Juliana Wilhelmina Beatrix Eiken Linden Beuken Kastanje Berken Populieren Wilgen Meidoorn \
         Nieuw Hoog Laag Markt Haven Sluis Brug Kanaal Vaart Tulpen Rozen Lelie Anjer Narcissen Dahlia Vogel Merel Lijster Mees \
         Spreeuwen Zwaluw Reiger Kievit Rembrandt Vermeer Hals Steen Mozart Beethoven Bach Vondel Huygens Hooft Industrie Ambacht \
         Handels Wagenmaker Smeden Bakker Visser Schippers Ruiter Tromp Piet-Hein Evertsen Java Sumatra Borneo Parallel Ring Park",
        "straat laan weg plein singel kade dreef hof pad steeg",
    ],
    domains: "gmail.example hotmail.example outlook.example ziggo.example kpnmail.example telenet.example live.example icloud.example \
              yahoo.example skynet.example planet.example home.example hetnet.example proximus.example zonnet.example upcmail.example",
    nicknames: "zonnetje boekenwurm fietser kaaskop tuinman muis bloempje schaatser voetbalgek poes vlinder snoepje zeemeeuw kwast \
                wandelaar knutsel stoomboot hagelslag kiwi drummer",
};

/// German and French neighbours.
pub(super) const NEIGHBOURS: Words = Words {
    given: [
        "Michael/Michi Thomas/Tom Andreas/Andi Stefan Christian/Chris Matthias/Matze Markus Alexander/Alex Sebastian/Basti Wolfgang/Wolf \
         Friedrich/Fritz Heinrich/Heinz Johannes/Hannes Jürgen Günther Karl Jens Uwe Torsten Lukas Jonas Felix Maximilian/Max Leon \
         Philippe Pierre Michel Jean Nicolas/Nico Laurent Julien François Étienne Frédéric/Fred Guillaume Antoine Mathieu/Mat Olivier \
         Sylvain Benoît Jérôme Cédric Thierry Gérard Alain Emmanuel/Manu Rémi Sören Björn Rüdiger Detlef Ralf Holger Jörg",
        "Sabine Susanne/Susi Petra Monika/Moni Claudia Birgit Andrea Stefanie/Steffi Christine/Tine Katharina/Kathi Ursula/Uschi Renate \
         Elisabeth/Lisa Anna Lena Hannah Sophia Johanna/Hanna Franziska/Franzi Jana Ute Heike Angelika/Geli Brigitte/Gitte Käthe \
         Nathalie Isabelle/Isa Sylvie Catherine/Cathy Véronique/Véro Hélène Céline Élodie Aurélie Camille Manon Chloé Léa Inès \
         Françoise Monique Valérie/Val Sandrine Stéphanie Margaux Amélie Hedwig Gertrud Ingeborg/Inge Frauke Anke",
    ],
    families: "Müller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Koch Richter Klein Wolf Schröder Neumann Schwarz Braun \
               Martin Bernard Dubois Robert Petit Durand Leroy Moreau Lefebvre Garnier Rousseau Blanc Lambert Fournier du_Pont \
               von_der_Heide de_la_Tour le_Gall von_Stein",
    family_parts: [
        "Stein Linden Eichen Birken Tannen Wald Feld Berg Bach Brunn Rosen Blumen Apfel Kirch Burg Schloss Ober Unter Nieder Hohen \
         Alten Neuen Weissen Roten Gold Silber Eisen Kupfer Hirsch Fuchs Baren Adler Falken Vogel Winter Sommer Mond Sonnen Hammer \
         Mont Beau Clair Belle Grand Haut Val Font Roche Chante Bois Ville Champ Mar Gren Cour Lan Per Sau",
        "bach berg feld mann hauer meier wald stein thal hausen dorf hof müller auer eck ier ard eau elle ot in el ac ignon",
    ],
    prefixes: "von von_der zu de du de_la le la",
    towns: [
        "Berlin:10115 Hamburg:20095 München:80331 Köln:50667 Frankfurt:60311 Stuttgart:70173 Düsseldorf:40210 Leipzig:04103 Bremen:28195 \
         Dresden:01067 Hannover:30159 Nürnberg:90402 Aachen:52062 Münster:48143 Freiburg:79098 Kassel:34117",
        "Paris:75001 Lyon:69001 Lille:59000 Nantes:44000 Strasbourg:67000 Bordeaux:33000 Rennes:35000 Reims:51100 Dijon:21000 Angers:49000 \
         Grenoble:38000 Metz:57000 Tours:37000 Nancy:54000",
    ],
    street_parts: [
        "Haupt Schul Garten Bahnhof Dorf Berg Kirch Wald Ring Wiesen Linden Birken Rosen Blumen Amsel Drossel Finken Goethe Schiller \
         Mozart Beethoven Bismarck Kaiser König Mühlen Feld Sonnen Park See Ufer Brücken Markt Post Jahn Eichen Ahorn Tannen Fichten",
        "strasse weg allee platz gasse ring",
    ],
    domains: "gmx.example web.example t-online.example freenet.example posteo.example orange.example laposte.example free.example \
              wanadoo.example sfr.example mailbox.example arcor.example",
    nicknames: "sonnenschein bücherwurm radler maulwurf gärtner katze schmetterling seemann kuckuck papillon soleil coquelicot marin \
                renard musique chouette",
};

/// The United States and Canada.
pub(super) const AMERICA: Words = Words {
    given: [
        "James/Jim/Jimmy Robert/Bob/Rob John/Jack Michael/Mike William/Bill/Will David/Dave Richard/Rick/Dick Joseph/Joe Thomas/Tom \
         Christopher/Chris Charles/Charlie Daniel/Dan Matthew/Matt Anthony/Tony Mark Donald/Don Steven/Steve Andrew/Andy Kenneth/Ken \
         Joshua/Josh Kevin Brian Timothy/Tim Ronald/Ron Jason Edward/Ed Jeffrey/Jeff Ryan Jacob/Jake Gary Nicholas/Nick Eric Jonathan/Jon \
         Stephen/Steve Larry Justin Scott Brandon Benjamin/Ben Samuel/Sam Gregory/Greg Alexander/Alex Patrick/Pat Frank Raymond/Ray",
        "Mary Patricia/Pat/Trish Jennifer/Jen/Jenny Linda Elizabeth/Liz/Beth Barbara/Barb Susan/Sue Jessica/Jess Sarah Karen Lisa Nancy \
         Sandra Betty Ashley Emily Kimberly/Kim Margaret/Peggy/Maggie Donna Michelle Carol Amanda/Mandy Melissa Deborah/Debbie \
         Stephanie/Steph Rebecca/Becky Laura Sharon Cynthia/Cindy Dorothy Amy Kathleen/Kathy Angela/Angie Shirley Brenda Emma Pamela/Pam \
         Nicole Anna Samantha/Sam Katherine/Kate Christine/Chris Helen Debra Rachel Carolyn Janet Maria Olivia Heather",
    ],
    families: "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Martin Lee Thompson White Harris Clark \
               Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Hall Campbell Mitchell Carter O'Brien \
               de_la_Cruz St._John",
    family_parts: [
        "Wood Ash Oak Brad Stan Clif Hart Lock Black White Green Red Gold Silver North South East West Mill Bridge Church Ford Marsh \
         Moor Hay Wheat Corn Rose Thorn Fox Wolf Raven Crow Swan Hawk Stone Cliff Sand Winter Summer Spring Cole Dun Hal Pem Ren \
         Shel Tren Whit Win Al Bur Col Dal El Far Gar",
        "ford ton well wood field ley worth man er son ham bury ridge brook stone land by more house smith",
    ],
    prefixes: "de_la St. van von Mac",
    towns: [
        "Springfield:62701 Riverside:92501 Franklin:37064 Greenville:29601 Bristol:06010 Clinton:52732 Fairview:74930 Salem:97301 \
         Madison:53703 Georgetown:78626 Arlington:22201 Ashland:97520 Burlington:05401 Manchester:03101 Milton:02186 Newport:02840 \
         Oxford:38655 Dover:19901 Hudson:12534 Kingston:12401 Auburn:36830 Lexington:40507",
        "Richmond:23219 Portland:04101 Columbia:29201 Lancaster:17602 Cambridge:02138 Winchester:22601 Plymouth:02360 Jackson:39201",
    ],
    street_parts: [
        "Main Oak Maple Cedar Elm Pine Washington Lake Hill Walnut Spring Park Church Market Center River Spruce Willow Chestnut Dogwood \
         Lincoln Jackson Jefferson Madison Adams Franklin Sunset Railroad Highland Forest Meadow Valley Prospect Mill Ridge Bridge Cherry",
        "_Street _Avenue _Road _Drive _Court _Place _Lane",
    ],
    domains: "gmail.example yahoo.example aol.example hotmail.example icloud.example comcast.example verizon.example outlook.example \
              att.example msn.example",
    nicknames: "sunshine bookworm biker yankee gardener kitty butterfly skater slugger candy seagull hiker tinker steamboat kiwi drummer",
};
