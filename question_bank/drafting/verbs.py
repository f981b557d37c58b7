"""English verbs: enough of them to turn a statement into a question, and their forms."""

from __future__ import annotations

from question_bank.grading.rows import row

_IRREGULAR = """
arise arose arisen; bear bore borne; beat beat beaten; become became become; begin began begun; bind
bound bound; bite bit bitten;  blow blew blown; break broke broken; bring brought brought; build built
built; burn burnt burnt; burst burst burst; buy bought bought;  catch caught caught; choose chose chosen;
come came come; cost cost cost; cut cut cut; deal dealt dealt; dig dug dug; draw drew drawn; drink drank
drunk;  drive drove driven; eat ate eaten; fall fell fallen; feed fed fed; feel felt felt; fight fought
fought; find found found; flee fled fled; fly flew flown;  forbid forbade forbidden; forget forgot
forgotten; freeze froze frozen; get got got; give gave given; go went gone; grow grew grown; hang hung
hung; hear heard heard;  hide hid hidden; hit hit hit; hold held held; keep kept kept; know knew known;
lay laid laid; lead led led; learn learnt learnt; leave left left; lend lent lent; let let let;  lie lay
lain; light lit lit; lose lost lost; make made made; mean meant meant; meet met met; overcome overcame
overcome; overtake overtook overtaken; pay paid paid; put put put;  quit quit quit; read read read;
rebuild rebuilt rebuilt; ride rode ridden; ring rang rung; rise rose risen; run ran run; say said said;
see saw seen; seek sought sought; sell sold sold;  send sent sent; set set set; shake shook shaken; shine
shone shone; shoot shot shot; show showed shown; shrink shrank shrunk; shut shut shut; sing sang sung;
sink sank sunk; sit sat sat;  sleep slept slept; speak spoke spoken; spend spent spent; split split
split; spread spread spread; stand stood stood; steal stole stolen; stick stuck stuck; strike struck
struck;  swear swore sworn; sweep swept swept; swim swam swum; take took taken; teach taught taught; tear
tore torn; tell told told; think thought thought; throw threw thrown;  undergo underwent undergone;
understand understood understood; undertake undertook undertaken; wake woke woken; wear wore worn; weave
wove woven; win won won; withdraw withdrew withdrawn;  withstand withstood withstood; write wrote written
"""
_REGULAR = row(
    """abandon absorb accept accompany account accuse achieve acquire act adapt add address adjust admit
    adopt advance advise affect agree aim allow alter amount analyse analyze announce answer appear
    apply appoint approach approve argue arrest arrive ask assemble assess assign assist assume attach
    attack attempt attend attract avoid award ban base battle belong benefit block boost borrow bury
    calculate call cancel capture care carry cause celebrate challenge change charge check claim clear
    climb close collapse collect combine comment commission commit compare compete complain complete
    comprise concentrate concern conclude condemn conduct confirm connect consider consist construct
    consult consume contain continue contribute control convert convince cool cooperate cope count cover
    create criticise criticize cross cultivate cure damage date decide declare decline decrease defeat
    defend define delay deliver demand demolish demonstrate deny depart depend deposit derive descend
    describe design destroy detect determine develop devote die differ direct disappear discover discuss
    dismiss displace display dissolve distribute divide document dominate donate double drain drop dry
    earn ease edit elect electrify eliminate emerge emit employ enable encounter encourage end endorse
    enforce engage enjoy enlarge enrol enroll ensure enter erupt escape establish estimate evacuate
    evaluate evolve examine exceed exchange exclude exhaust exist expand expect expel experience explain
    explode exploit explore export expose express extend face fail favour feature fill film finance
    finish fire fit fix flood flow focus follow force form found free fuel fulfil function fund gain
    gather generate govern grant guarantee guard guide halt halve handle happen harm harvest head heat
    help hire hope host house identify ignore illustrate imagine impose improve include increase
    indicate infect influence inform inhabit inherit injure insist inspect inspire install intend
    introduce invade invent invest investigate invite involve isolate issue join judge jump justify kill
    knock lack land last launch license lift limit link list live load locate lock look lower maintain
    manage manufacture mark marry match measure melt mention merge migrate mine miss mix modify monitor
    move murder name narrow need negotiate note notice number obey object observe obtain occupy occur
    offer open operate oppose order organise organize originate outnumber own pack paint participate
    pass perform permit persuade phase pick pioneer place plan plant play plunge point pollute possess
    postpone pour power practise predict prefer prepare present preserve press prevent print produce
    prohibit project promise promote propose protect protest prove provide publish pump punish purchase
    pursue push qualify question quote raise range rank reach react realise realize receive recognise
    recognize recommend record recover recruit recycle reduce refer reflect refuse regain register
    regulate reject relate release rely remain remember remind remove rename renew renovate rent reopen
    repair repeat replace reply report represent request require rescue research resemble reserve resign
    resist resolve respond rest restore restrict result resume retain retire retreat return reveal
    reverse review revise reward risk rotate rule sail sample save scale schedule score search secure
    select separate serve settle shape share shelter shift ship shorten sign signal slow smell solve
    sound spark specialise spill sponsor stage start state stay stem stop store strengthen stretch study
    submit succeed suffer suggest suit supply support suppose surge surpass surrender surround survey
    survive suspect suspend switch tackle target taste tax test thank threaten tie top total touch trace
    track trade train transfer transform translate transmit transport travel treat trigger triple try
    turn uncover unite unveil update upgrade urge use vaccinate value vanish vary view visit vote wait
    walk want warm warn wash waste watch weaken weigh welcome widen wipe wish witness wonder work worry
    yield discharge accumulate reassign resettle reroute rehouse retrain enlist restart reinstate erode
    melt overflow spew eject lodge ignite contaminate devastate engulf blanket bury topple rupture
    subside tremble swell boil hatch drift spawn orbit compose
    pollinate digest migrate employ nominate dissolve oxidise corrode conserve"""
)
_DOUBLING = row(
    "stop plan drop ban ship trap wrap admit commit occur refer permit submit transfer prefer"
    " regret control compel expel enrol fit rob slip step strip trim tip top transmit grab"
    " fulfil knit equip quit"
)
# Their forms of the present are names of things, so that only those of the past are known.
_SELDOM = row("patent drill import brew contract campaign tour bomb coach")
HELPERS = row("is are was were has have had will would can could may might must shall should do does did")
_HAVING = ("has", "have", "had")
BEING = ("is", "are", "was", "were")


def _past(base: str) -> str:
    if base in _DOUBLING:
        return f"{base}{base[-1]}ed"
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    return f"{base}ed"


def _third(base: str) -> str:
    if base.endswith(("s", "x", "ch", "sh", "z", "o")):
        return f"{base}es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies"
    return f"{base}s"


def _irregular() -> dict[str, tuple[str, str]]:
    rows = [entry.split() for entry in _IRREGULAR.split(";")]
    return {base: (past, participle) for base, past, participle in rows}


_FORMS = _irregular()
PAST: dict[str, str] = {
    "felled": "fell",
    **{_past(base): base for base in _SELDOM},
    **{_past(base): base for base in _REGULAR},
    **{past: base for base, (past, _) in _FORMS.items()},
}
PARTICIPLES = frozenset(
    (
        *(_past(base) for base in _REGULAR),
        *(participle for _, participle in _FORMS.values()),
        "been",
        "had",
        "done",
    )
)
# `lay` is the past of `lie`; as a form of the present it would be guessed at.
THIRD: dict[str, str] = {_third(base): base for base in (*_REGULAR, *_FORMS)}
# These are names of things as often as verbs, so that alone they prove nothing.
DOUBTFUL = row(
    """acts aims answers attacks attempts battles bans benefits blocks boosts bursts calls cares causes
    challenges changes charges checks claims comments commissions concerns controls costs counts covers
    crosses cuts damages dates deals decreases declines delays demands designs displays documents
    doubles drinks drives drops ends estimates exchanges exports faces falls features feels fights fills
    films fires fits fixes floods flows focuses forces forms frees fuels functions funds gains grants
    guarantees guards guides harms heads heats helps hits holds hopes hosts houses increases influences
    issues joins judges jumps lands lasts leads leaves lies lights limits links lists lives loads locks
    looks makes marks masters matches means measures meets mines misses moves murders names needs notes
    notices numbers objects offers opens orders owns packs paints passes phases picks places plans
    plants plays points powers practices presents presses prints produces projects promises protests
    purchases pushes questions quotes ranges ranks reaches reads records reports requests researches
    reserves rests results returns reviews rewards rides rings rises risks rules runs samples saves
    scales schedules scores searches seats sets shapes shares shelters shifts ships shots shows signals
    signs sinks slows smells sounds sparks spills splits sponsors spreads stages stands starts states
    stays stems stops stores stretches strikes studies supplies supports surges surveys suspects
    switches tackles takes targets tastes taxes tears tests thinks throws ties tops totals touches
    traces tracks trades trains transfers transports travels treats triggers turns updates upgrades uses
    values views visits votes waits walks wants warms washes wastes watches wears wins wishes witnesses
    wonders works worries yields"""
)


def is_participle(word: str) -> bool:
    return word in PARTICIPLES or (word.endswith("ed") and len(word) > 4)
