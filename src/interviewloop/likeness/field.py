"""Words of the trade that mean nearly the same wherever services and models are run.

Data only. Nothing here may come from one case: names of its systems, people, figures and versions
belong in its phrasings.
"""

PHRASES = """
again: one more time, once more
america: the us, the usa, united states
breakglass: break glass
bridge: war room
compare: side by side, next to each other, head to head, a b, set against, put against
contact: bring .. in, get hold of, loop .. in, on the line, on the phone, pull .. in, reach out,
  rope .. in
ctr: click rate, click through rate, click through, clickthrough rate, clicks per impression
datateam: data eng, data engineering, data engineer, data engineers, data folk, data folks,
  data people, data platform, data team
disable: flip .. off, kill switch, pull the plug, shut .. down, shut .. off, switch .. off,
  switched .. off, take .. down, take .. out, turn .. off, turned .. off
downstream: blast radius, down stream, knock on
dryrun: dry run, dry runs, what if, what would .. happen
enable: switch .. on, switched .. on, turn .. on, turned .. on
everybody: across the board, all customers, all people, all traffic, all users, all visitors,
  every one, every user, every visitor, site wide
fallback: fall back, falling back, falls back, fell back
falsepositive: false alarm, false alarms, false positive, false positives
fresh: up to date
gradual: bit by bit, little by little
grounded: backed by, based on, borne out, keep to, keeps to, stick to, sticks to
guest: logged off, logged out, not logged in, not signed in, signed out, without an account
handover: hand off, hand offs, hand over, hand overs, handed off, handed over, handing over,
  hands over, warm transfer
healthy: all right, in good shape, in order
hold: do not, don t, hold back, hold off, hold up, make sure no, make sure nobody,
  make sure nothing, must not, mustn t, not yet, on hold, on ice, put .. off, should not, shouldn t,
  sit tight, stand by
incident: p 0, p 1, priority one, sev 0, sev 1, sev 2, sev 3, sev one, sev two
late: behind schedule, fall behind, falling behind, fell behind, over due, running behind
llm: hosted model, language model, language models
lookup: look .. up, look ups, looked .. up, looking up
member: logged in, logged on, signed in, with an account
oncall: on call
p95: 95th percentile, p 95
p99: 99th percentile, slowest 1, tail latency, p 99
popular: best seller, best sellers, best selling, most popular, top items, top sellers
punctual: in time, on schedule, on time
recover: back on track, back to normal, back up, bounce back, bounced back, climb back,
  climbing again, come back, coming back, rising again, up again
rollback: back out, backed out, back to, go back, going back, pull .. back, put .. back, roll ..
  back, rolled .. back, rolling .. back, switch .. back, take .. back
rollout: go live, go out, goes live, gone out, roll .. out, rolled .. out, rolling out, went live,
  went out
safeguard: automatic stop, circuit breaker, fail safe, safety stop, safety switch
setup: set up, set ups
signoff: sign off, signed off, sign offs
skew: train serve, training serving
snapshot: known good, last good, last known good
stale: out of date
start: fire up, kick .. off, kicked .. off, spin .. up
sudden: all of a sudden, at once, off a cliff
threshold: cut off, cut offs, operating point, operating points
timeline: hour by hour, over time, time line, time series
timeout: time out, time outs, timed out, times out, timing out
topk: top 10, top 20, top 5, top five, top k, top n, top ten, top twenty
ttl: time to live
upstream: up stream
"""
"""``token: spellings``. Each spelling, in plain lower case, is read as the one word ``token``.

``..`` stands for up to three other words, which stay. A line that begins with a space goes on with
the one before it; the same holds below.
"""

IRREGULAR = """
analyse analyses analysis analyze
begin began begun
break broke broken
bring brought
build built
buy bought
catch caught
choose chose chosen
datum data
die died dying
draw drawn drew
drive driven drove
fall fallen fell
feed fed
find found
freeze froze frozen
grow grew grown
hear heard
hide hid hidden
hold held
hurt hurts
id identifier identifiers ids
index indices
keep kept
know knew known
lose losing lost
pay paid
person people persons
read reads
rebuild rebuilt
rerun reran
ring rang rung
rise risen rose
run ran
sell sold
send sent
shrink shrank shrunk
spend spent
stick stuck
teach taught
wake woke woken
write written wrote
"""
"""A word, then forms of it that no ending gives away."""

ALIKE = """
2fa ask challenge confirm confirmation otp prompt verify
500s 5xx crash error exception fail failure fault outage reject
ab arm experiment test treatment trial variant
abrupt cliff immediate step sudden
absent blank default empty gap hole lack missing nan none null unset zero
abuse bot crawler fraud robot scraper spam
accept adapt convert cope handle map support tolerate translate
access permission privilege right
account audience customer folk member person subscriber user visitor
account client customer organisation tenant
accounting bookkeeping finance
accurate believe correct real reliable right sane sanity sure true trust valid
acquisition ad advertise campaign market paid promotion spend
action change fix hotfix intervention measure mitigation patch remedy repair workaround
activate enable start
actual measure observe real reality true truth
adapter hotfix patch shim workaround
additional another else further other
affect broken hit hurt impact suffer touch
affect consume consumer depend dependant dependency dependent downstream rely use
again force kick redo refresh relaunch repeat rerun restart retry
against compare comparison contrast diff difference versus vs
age behind delay lag late old outdated overdue stale
age clear delete drop evict expiration expire expiry lifetime live purge remove retention ttl
age fresh freshness punctual stale update
agent attendant desk helpdesk human operator person staff support
aggregate counter feature history statistic
agree align consistent match same
alarm alert fire monitor page pager pagerduty ring ticket trigger warn warning
alert block catch decline deny flag forbid refuse reject
algorithm ml model rank ranker ranking
alter change edit modify move shift touch
amend apologise correct rectify retract
america american usa
amount budget charge cost damage expense loss money price
analyst examine human inspect manual moderate recheck review
android app client ios iphone mobile phone
annotation feedback groundtruth label target truth
announce answer brief comms communicate email inform know loop message note notify post report share
  state status tell update write
anonymous guest unregistered visitor
approval approve authorise clearance permission permit signoff
archive backup cached copy dump image restore save snapshot yesterday
artefact artifact bug fake glitch illusion phantom wrong
assign command commander comms delegate lead role scribe
assistant bot chatbot
audit authority compliance consent gdpr legal privacy regulator
audit document file journal log note protocol record register trail write
automatic calendar plan planned schedule today upcoming
autoscale grow provision replica scale
back downgrade former previous redeploy restore return revert rollback swap undo
backfill rebuild recompute recover regenerate replay reprocess restore
backlog consumer lag pending queue throughput
backtest dryrun replay simulate simulation test
bad bottom collapse crash decline decrease degrade dip down drop erode fall lose loss low plunge
  shrink sink slide suffer tank worse
bad contaminate corrupt damage dirty garbage poison pollute spoil
bank issuer
banner caveat disclaimer note notice warning
bar boundary cut cutoff limit quota threshold
baseline canary control holdback holdout
baseline earlier former last old original past predecessor previous prior
batch cron etl job pipeline process run schedule task
beat outperform win
before earlier ever former history past previous
begin kick launch onset open start trigger
behave behaviour habit interest preference season seasonal seasonality taste
believe guess hypothesis reckon suspect theory think
benchmark eval evaluate evaluation examine gold golden label test
bestseller generic popular popularity standard top trending
better help improve normal rebound recover recovery
big huge large major serious severe
blast email mail message newsletter notification push send sms
block cancel defer delay disable freeze halt hold keep kill pause postpone prevent protect
  quarantine stop suspend wait
block exclude filter ignore policy rule
bm25 fulltext keyword lexical
board dashboard monitor panel screen
booking business checkout conversion gmv money order purchase revenue sale
borderline doubtful grey risky suspect suspicious unsure
boss business ceo exec executive growth leader leadership management president product stakeholder
  support vp
both each either two
break breakdown bucket cohort cut dice dimension group partition pivot segment slice split subset
break damage danger endanger harm risk spread worse
breakdown composition fraction mix origin proportion share source traffic
breakglass bypass emergency override
bridge call channel conference room
bring call contact escalate invite join page phone ping reach ring summon wake
bring join participate
broken bug defect error fault issue problem regression trouble wrong
browser chrome firefox safari
browser desktop site web website
build fit learn refit retrain train
build number release sdk version
buy order purchase
bypass cut disable drop end kill off remove skip stop
cache database db kv redis store
calibrate overconfident predict reliable
canonical canonicalise normalise standardise unify
capacity cluster cpu hardware host infra infrastructure load machine memory network node overload
  saturation server
capture forward produce write writer
catalogue inventory item product
catch detect find recall sensitivity
cause culprit explain explanation reason responsible root source
certain confine limit only particular restrict specific target
certificate credential password secret token
challenger champion offline shadow test trial validate validation
change drift move shift
chargeback claim confirmation dispute
chart curve draw graph line plot series timeline trajectory trend visualise
chat conversation dialogue session
check confirm examine inspect prove validate verify
choke limit ratelimit throttle
chunk context document excerpt page passage snippet source text
clean cleanse purify sanitise
click clickstream event kafka log message record stream track
click ctr figure indicator kpi line metric number rate
climb grow increase jump peak rise spike surge
coincide correlate overlap
colleague crew team
collect collector ingest ingestion tracker tracking
column contract field format json payload property schema shape structure
combination pairing setup variant
commit deploy deployment launch merge push release rollout ship upgrade
common normal typical usual
comms communication spokesperson
compensate credit refund
complete delay finish lag mature maturity pending
complete entire everybody everyone everything everywhere general global uniform universal whole
  worldwide
component dependency image install library module package version
config configuration flag knob parameter setting toggle
contain limit mitigate stabilise stem
container environment image runtime
continent country geographic geographically geography region
contract duty legal obligation oblige owe promise sla
copy double duplicate repeat twice
count instrumentation log logging measure measurement telemetry track tracking
count miscount overcount undercount
country language locale market region territory
crawl scrape
crew developer engineer expert folk own owner team
current now present today
curve gradual linear slide slope slow steady
cut decrease low lower reduce
dataset table view warehouse
daylight dst timezone utc
dead down unavailable unreachable
degrade fallback safe
delete erase forget purge remove wipe
dependency dependent downstream upstream
diff different differently
differ disagree discrepancy diverge inconsistent mismatch
disk space storage
distribution drift histogram psi quantile spread
dormant idle inactive
duration long time
duty oncall owner responsible
earliest first onset
embed embedding encode encoder representation vector
embed encode index reindex
emergency incident outage p0 p1 sev sev1 sev2 severity
emit produce publish send
entity id key primary uuid
entry item key record row
enumerate inventory list
error latency timeout
escalate escalation handover transfer
escape leak
estimate expect forecast predict prediction score
eu europe european
evening midnight night overnight yesterday
example few handful raw sample single typical
fabricate false hallucinate hallucination incorrect invent misinform mislead unfaithful ungrounded
  unsupported untrue wrong
failover redirect route shift switch
faithful faithfulness grounded groundedness support
false falsepositive mistaken unjust wrong
falsepositive precision
fast quick rapid
feature input receive request serve value vector
feed home recommendation suggestion
fetch find hit join lookup miss query read resolve
find retrieval retrieve retriever search
fine good healthy normal ok well
fork migrate migration move
form format key spell style syntax type
fraction percent percentage portion proportion rate ratio share
fresh latest new newest recent
gold golden known reference right
guard guardrail safeguard
harden harsh raise sharpen strict tight tighten
heal repair restore
high higher increase raise
hour minute moment time
individual personal personalisation personalise personalised recommend tailor
instruction prompt template wording
interim meanwhile stopgap temporary
interval period range since window
ios ipad iphone phone tablet
lag latency p95 p99 percentile quick respond response slow sluggish speed
lineage origin provenance source
llm model
load qps request throughput traffic volume
loose loosen lower relax soften
lose underperform worse
merchant partner seller supplier vendor
offline retired shutdown
output predict prediction score
payment transaction
provider supplier vendor
query retrieval search
"""
"""A line of words that may stand for one another. A word may stand in several lines."""

NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
"""Spelled numbers from 0 on, read as figures; "one" is not, since it is mostly no number."""

SMALL_WORDS = """
a about actually all also am an and any anything are around as at be been being but by can clock
could d did do does exactly for from get give go going got had has have here how i if in into is
it its just let like ll look m made make maybe me might much my need next o of on or our ourselves
out over please pm pull put re really s say see show so some something still take talk than that
the their them then there these they thing things this those to try up us ve very want was we were
what where whether which who why will with would you your
"""
"""Words that tell nothing by themselves."""
