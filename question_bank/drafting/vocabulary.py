"""What the rules know of English: countries, given names, offices, words of institutions and of places."""

from __future__ import annotations

from question_bank.grading.rows import row


def _names(listed: str) -> frozenset[str]:
    """Return the names, of one word or more, between the commas."""
    return frozenset(" ".join(name.split()).casefold() for name in listed.split(","))


FUNCTION_WORDS = row(
    """a about above according across after afterwards against ago all almost along already also although
    altogether always am amid among an and another any anyone are around as aside at away back be
    because been before behind being below beneath beside besides between beyond both but by can cannot
    could despite did do does doing down during each earlier early either else elsewhere enough
    especially even eventually ever every everyone everything except far few fewer finally first
    following for former from further furthermore had half has have having he hence her here hers
    herself him himself his how however i if in including indeed initially inside instead into is it its
    itself just last late later latter least less like likewise little many may me meanwhile might more
    moreover most much must my near nearly neither never nevertheless new next no nobody none
    nonetheless nor not nothing now nowadays of off often on once one only onto or other others
    otherwise our out outside over own per perhaps quite rather recently roughly same second several
    shall she should similarly since so some someone something sometimes soon still such than that the
    their theirs them then there thereafter therefore these they third this those though three through
    throughout thus to today together tomorrow too towards toward twice two under unlike until up upon
    us usually very was we were what whatever when whenever where whereas whereby wherever whether which
    while who whoever whole whom whose why will with within without would yesterday yet you your four
    five six seven eight nine ten eleven twelve dozens hundreds thousands millions twenty thirty forty
    fifty sixty seventy eighty ninety hundred thousand million billion old young long short fourth fifth"""
)
TIMES = row(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december spring summer autumn fall winter christmas easter"""
)
COUNTRIES = _names(
    """Afghanistan, Albania, Algeria, Andorra, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan,
    Bahrain, Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia, Bosnia, Botswana,
    Brazil, Britain, Brunei, Bulgaria, Burkina Faso, Burundi, Cambodia, Cameroon, Canada, Cape Verde,
    Chad, Chile, China, Colombia, Congo, Costa Rica, Croatia, Cuba, Cyprus, Czechia, Denmark, Djibouti,
    Dominica, Ecuador, Egypt, El Salvador, England, Eritrea, Estonia, Eswatini, Ethiopia, Fiji, Finland,
    France, Gabon, Gambia, Georgia, Germany, Ghana, Greece, Greenland, Grenada, Guatemala, Guinea,
    Guyana, Haiti, Honduras, Hungary, Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy,
    Ivory Coast, Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kiribati, Kosovo, Kuwait, Kyrgyzstan, Laos,
    Latvia, Lebanon, Lesotho, Liberia, Libya, Liechtenstein, Lithuania, Luxembourg, Madagascar, Malawi,
    Malaysia, Maldives, Mali, Malta, Mauritania, Mauritius, Mexico, Micronesia, Moldova, Monaco,
    Mongolia, Montenegro, Morocco, Mozambique, Myanmar, Namibia, Nauru, Nepal, Netherlands, New Zealand,
    Nicaragua, Niger, Nigeria, North Korea, North Macedonia, Northern Ireland, Norway, Oman, Pakistan,
    Palau, Palestine, Panama, Papua New Guinea, Paraguay, Peru, Philippines, Poland, Portugal, Qatar,
    Romania, Russia, Rwanda, Samoa, San Marino, Saudi Arabia, Scotland, Senegal, Serbia, Seychelles,
    Sierra Leone, Singapore, Slovakia, Slovenia, Somalia, South Africa, South Korea, South Sudan, Spain,
    Sri Lanka, Sudan, Suriname, Sweden, Switzerland, Syria, Taiwan, Tajikistan, Tanzania, Thailand,
    Togo, Tonga, Tunisia, Turkey, Turkmenistan, Tuvalu, Uganda, Ukraine, United Arab Emirates, United
    Kingdom, United States, Uruguay, Uzbekistan, Vanuatu, Venezuela, Vietnam, Wales, Yemen, Zambia,
    Zimbabwe, Soviet Union, Africa, Antarctica, Asia, Europe, North America, South America, Siberia,
    Scandinavia, Alaska, California, Texas, Hawaii, Florida, Bavaria, Catalonia, Java, Sumatra, Sicily,
    Crete, Tibet, Patagonia"""
)
CITIES = _names(
    """Amsterdam, Ankara, Athens, Baghdad, Baku, Bangkok, Barcelona, Beijing, Beirut, Belfast, Belgrade,
    Berlin, Bern, Bogota, Boston, Brasilia, Brussels, Bucharest, Budapest, Buenos Aires, Cairo,
    Canberra, Cape Town, Caracas, Chicago, Copenhagen, Dakar, Damascus, Delhi, Dhaka, Dublin, Edinburgh,
    Frankfurt, Geneva, Glasgow, Hamburg, Hanoi, Havana, Helsinki, Hong Kong, Istanbul, Jakarta,
    Jerusalem, Johannesburg, Kabul, Karachi, Kathmandu, Kyiv, Lagos, Lima, Lisbon, London, Los Angeles,
    Lyon, Madrid, Manchester, Manila, Marseille, Melbourne, Mexico City, Milan, Minsk, Montreal, Moscow,
    Mumbai, Munich, Nairobi, Naples, New York, Osaka, Oslo, Ottawa, Oxford, Cambridge, Paris, Prague,
    Pyongyang, Quito, Reykjavik, Riga, Rome, San Francisco, Santiago, Seoul, Shanghai, Sofia, Stockholm,
    St Petersburg, Sydney, Tallinn, Tehran, Tel Aviv, Tokyo, Toronto, Tunis, Turin, Ulan-Ude, Vancouver,
    Venice, Vienna, Vilnius, Vladivostok, Warsaw, Washington, Zagreb, Zurich"""
)
GIVEN_NAMES = row(
    """aaron abdul abigail adam adrian ahmed aisha akira alan albert alejandro aleksandr alex alexander
    alexandra alfred ali alice alicia amanda amelia amina amir amy ana anders andré andrea andreas
    andrew angela anita anja anna anne annika anthony antonio anton arthur astrid barbara beatrice ben
    benjamin bernard beth björn boris brian bruno camille carl carla carlos carmen carol caroline
    catherine cecilia charles charlotte chen chloe christian christina christine christopher clara
    claire claudia colin daniel daniela david deborah denis diana diego dieter dimitri dmitry dominic
    dorothy edith eduardo edward elena eleanor elias elif elisabeth elizabeth ella ellen emil emilia
    emily emma eric erik erika ernest esther eva evelyn fatima felix fernando fiona florence frances
    francesca francis francisco frank franz freda frederick gabriel gabriela george georgia gerald
    giovanni giulia grace greta gustav hana hannah hans harold harriet harry hassan heather heidi helen
    helena helga henri henrik henry hiroshi hugo ian ibrahim ida igor ines inga ingrid irene irina iris
    isaac isabel isabella ivan jack jacob jakob james jan jana jane janet jason javier jean jennifer
    jens jeremy jessica joan johan johann johanna john jonas jonathan jorge jose josé josef joseph
    joshua juan judith julia julian julie julius karen karin karl kate katherine katrin kenji kenneth
    kevin kim klaus kofi kurt lara lars laura lea leila lena leo leon leonard lily linda lisa louis
    louise luca lucas lucia lucy luis luisa lukas magdalena maja manuel marcel marco marcus margaret
    maria marie marina mario mark marta martha martin martina mary matthew matthias max maya mehmet mei
    melissa michael michel miguel mikhail mila miriam mohamed mohammed mona monica nadia naomi natalia
    natalie natalya natasha nathan nicholas nicola nicole niels nikolai nils nina noah nora oleg oliver
    olivia olga omar oscar otto pablo pamela patricia patrick paul paula pedro peter petra philip
    philippe pierre priya rachel rafael rahul raj ramon raymond rebecca richard robert roberto roger
    roland rosa rose ruth sabine sally samir samuel sandra sara sarah sean sebastian sergei sergey
    sharon silvia simon sofia sonia sophie stefan stella stephen steven susan susanna svetlana sylvia
    tanja tanya teresa theodor theresa thomas tim timothy tobias tom tomas ulrich ulrike ursula
    valentina vera veronica victor victoria viktor vincent viola virginia vladimir walter wang werner
    william wilhelm wolfgang xavier yasmin yuki yuri yusuf zoe"""
)
TITLES = row(
    """mr mrs ms miss dr doctor prof professor president minister chancellor senator governor mayor king
    queen prince princess general colonel captain admiral sir lady lord pope judge justice ambassador
    secretary chairman chairwoman director spokesman spokeswoman commissioner emperor bishop archbishop
    engineer inspector premier coach councillor treasurer baron count duke sheriff"""
)
# The last word of a name, or a word in it, by which it is an institution.
INSTITUTIONS = row(
    """academy administration agency airlines alliance army assembly association authority bank board
    bureau cabinet center centre church club college commission committee company congress consortium
    cooperative corporation council court department directorate federation force forces forum
    foundation fund government group guard hospital inc institute institution journal laboratories
    laboratory lancet league ltd ministry museum news observatory office organisation organization
    parliament partnership party police post press programme railways railroad school senate service
    services society survey system syndicate team theatre times treasury trust union university workshop
    institutes works nations"""
)
PLACES = row(
    """avenue basin bay beach bridge canal canyon cape city coast county creek crater dam desert district
    falls forest garden gardens glacier gulf harbour harbor heights hill hills island islands isle
    lagoon lake mount mountain mountains ocean park peninsula plain plateau pass peak point port
    province ridge river road sea square station strait street town tunnel valley village volcano isles
    province prefecture region reef"""
)
PLACE_BEGINNINGS = row(
    "lake mount mt cape port fort gulf bay san santa saint st river isle north south east west los el"
)
SPEAKING = row(
    """said says told tells added adds explained explains noted notes argued argues warned warns announced
    wrote writes insisted insists claimed claims stated states reported reports believes believed
    acknowledged admitted concluded estimated estimates predicted suggested recalled"""
)
PREPOSITIONS_OF_PLACE = row(
    "in at near from to towards around across outside inside off between through via into"
)
