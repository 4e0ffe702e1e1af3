"""Words of the trade that mean nearly the same wherever services and models are run.

Data only. Nothing here may come from one case: names of its systems, people, figures and versions
belong in its phrasings.
"""

PHRASES = """
again: one more time, once more
bridge: war room
compare: side by side, next to each other, head to head, a b, set against, put against
contact: bring .. in, get hold of, loop .. in, on the line, on the phone, pull .. in, reach out,
  rope .. in
ctr: click rate, click through rate, click through, clickthrough rate, clicks per impression
datateam: data eng, data engineering, data engineer, data engineers, data team
disable: flip .. off, kill switch, pull the plug, shut .. down, shut .. off, switch .. off,
  switched .. off, take .. down, take .. out, turn .. off, turned .. off
downstream: blast radius, down stream, knock on
enable: switch .. on, switched .. on, turn .. on, turned .. on
everybody: across the board, all customers, all people, all traffic, all users, all visitors,
  every one, every user, every visitor, site wide
fallback: fall back, falling back, falls back, fell back
fresh: up to date
gradual: bit by bit, little by little
guest: logged off, logged out, not logged in, not signed in, signed out, without an account
healthy: all right, in good shape, in order
hold: do not, don t, hold back, hold off, hold up, make sure .. no, make sure .. not, make sure ..
  t, make sure .. nobody, make sure .. nothing, must not, mustn t, not yet, on hold, on ice, put
  .. off, should not, shouldn t, sit tight, stand by
incident: sev 0, sev 1, sev 2, sev 3, sev one, sev two
late: behind schedule, fall behind, falling behind, fell behind, over due, running behind
lookup: look .. up, look ups, looked .. up, looking up
member: logged in, logged on, signed in, with an account
oncall: on call
p95: 95th percentile, p 95
p99: 99th percentile, slowest 1, tail latency, p 99
popular: best seller, best sellers, best selling, most popular, top items, top sellers
punctual: in time, on schedule, on time
recover: back on track, back to normal, back up, bounce back, bounced back, climb back, come back,
  coming back
rollback: back out, backed out, back to, go back, going back, pull .. back, put .. back, roll ..
  back, rolled .. back, rolling .. back, switch .. back, take .. back
rollout: go live, go out, goes live, gone out, roll .. out, rolled .. out, rolling out, went live,
  went out
skew: train serve, training serving
snapshot: known good, last good, last known good
stale: out of date
start: fire up, kick .. off, kicked .. off, spin .. up
sudden: all of a sudden, at once, off a cliff
timeline: hour by hour, over time, time line, time series
timeout: time out, time outs, timed out, times out, timing out
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
account audience customer folk member person subscriber user visitor
anonymous guest unregistered visitor
commit deploy deployment launch merge push release rollout ship upgrade
alter change edit modify move shift touch
config configuration flag knob parameter setting toggle
ab arm experiment test treatment variant
break breakdown bucket cohort cut dice dimension group partition pivot segment slice split subset
absent blank default empty gap hole lack missing nan none null unset zero
bad bottom collapse crash decline decrease degrade dip down drop erode fall lose loss low plunge
  shrink sink slide suffer tank worse
climb grow increase jump peak rise spike surge up
lag latency p95 p99 percentile quick respond response slow sluggish speed
500s 5xx crash error exception fail failure fault outage reject
broken bug defect error fault issue problem regression trouble wrong
error latency timeout
capacity cluster cpu hardware host infra infrastructure load machine memory network node overload
  saturation server
fine good healthy normal ok well
blast email mail message newsletter notification push send sms
bestseller generic popular popularity standard top trending
individual personal personalisation personalise personalised recommend tailor
all complete entire everybody everyone everything everywhere general global uniform universal
  whole
certain confine limit only particular restrict specific target
affect broken hit hurt impact suffer touch
back downgrade former previous redeploy restore return revert rollback swap undo
block cancel defer delay disable freeze halt hold keep kill pause postpone prevent protect
  quarantine stop suspend wait
bypass cut disable drop end kill off remove skip stop
activate enable on start
baseline earlier former last old original past predecessor previous prior
current fresh latest new newest now recent today
age behind delay lag late old outdated overdue stale
age fresh freshness punctual stale update
before earlier ever former history past previous
bring call contact escalate get invite join page phone ping reach ring summon talk wake
duty oncall owner responsible
crew developer engineer expert folk own owner team
entity id key primary uuid
form format key spell style syntax type
entry item key record row
cache database db kv redis store
fetch find get hit join lookup miss query read resolve
acquisition ad advertise campaign market paid promotion spend
begin kick launch onset open start trigger
build fit learn refit retrain train
android app client ios iphone mobile phone
browser desktop site web website
feature get input receive request see serve value vector
output predict prediction score
action change fix hotfix intervention measure mitigation patch remedy repair workaround
accept adapt convert cope handle map support tolerate translate
adapter hotfix patch shim workaround
both each either two
better help improve normal rebound recover recovery
actual measure observe real reality true truth
estimate expect forecast predict prediction score
boss business ceo exec executive growth leader leadership management president product stakeholder
  support vp
announce answer brief comms communicate email inform know loop message note notify post report
  share state status tell update write
assign command commander comms delegate lead role scribe
batch cron etl job pipeline process run schedule task
automatic calendar next plan planned schedule today upcoming
column contract field format json payload property schema shape structure
example few handful raw sample single typical
click clickstream event kafka log message record stream track
abrupt cliff immediate step sudden
curve gradual linear slide slope slow steady
click ctr figure indicator kpi line metric number rate
chart curve draw graph line plot series timeline trajectory trend visualise
count instrumentation log logging measure measurement telemetry track tracking
artefact artifact bug fake glitch illusion phantom wrong
accurate believe correct real reliable right sane sanity sure true trust valid
booking business checkout conversion gmv money order purchase revenue sale
affect consume consumer depend dependant dependency dependent downstream rely use
break damage danger endanger harm risk spread worse
emergency incident outage sev sev1 sev2 severity
bridge call channel conference room
archive backup cached copy dump image restore save snapshot yesterday
backfill rebuild recompute recover regenerate replay reprocess restore
again force kick redo refresh relaunch repeat rerun restart retry
canonical canonicalise normalise standardise unify
against compare comparison contrast diff difference versus vs
build number release sdk version
age clear delete drop evict expiration expire expiry lifetime live purge remove retention ttl
alarm alert fire monitor page pager pagerduty ring ticket trigger warn warning
additional another any else further other
breakdown composition fraction mix origin proportion share source traffic
fraction percent percentage portion proportion rate ratio share
distribution drift histogram psi quantile spread
calibrate overconfident predict reliable
change drift move shift
check confirm examine inspect prove validate verify
hour minute moment time
evening midnight night overnight yesterday
baseline canary control holdback holdout
algorithm ml model rank ranker ranking
embedding representation vector
aggregate counter feature history statistic
interval period range since window
capture forward produce write writer
backlog consumer lag pending queue throughput
boundary cutoff limit quota threshold
annotation feedback groundtruth label target truth
abuse bot crawler fraud robot scraper spam
budget charge cost expense money price
country language locale market region territory
daylight dst timezone utc
disk space storage
load qps request throughput traffic volume
certificate credential password secret token
access permission privilege right
query retrieval search
feed home recommendation suggestion
merchant partner seller supplier vendor
dataset table view warehouse
board dashboard monitor panel screen
copy double duplicate repeat twice
block exclude filter ignore rule
choke limit ratelimit throttle
autoscale grow provision replica scale
failover redirect route shift switch
compensate credit refund
compliance consent gdpr legal privacy
human manual moderate review
cause culprit explain explanation reason responsible root source
believe guess hypothesis reckon suspect theory think
behave behaviour habit interest preference season seasonal seasonality taste
brandnew fresh new
degrade fallback safe
bring join participate
fork migrate migration move
offline retired shutdown
bad contaminate corrupt damage dirty garbage poison pollute spoil
differ disagree discrepancy diverge inconsistent mismatch
agree align consistent match same
common normal typical usual
big huge large major serious severe
fast quick rapid
interim meanwhile stopgap temporary
dormant idle inactive
contain limit mitigate stabilise stem
ios ipad iphone phone tablet
browser chrome firefox safari
apply load point route serve switch use
live prod production
collect collector ingest ingestion tracker tracking
catalogue inventory item product
enumerate inventory list
colleague crew team
comms communication spokesperson
diff different differently
delete erase forget purge remove wipe
detect notice observe see spot
escape leak
coincide correlate overlap
beat outperform win
lose underperform worse
earliest first onset
buy order purchase
clean cleanse purify sanitise
duration long time
emit produce publish send
deny forbid refuse reject
crawl scrape
heal repair restore
half partial some
dependency dependent downstream upstream
lineage origin provenance source
hash key token
join mapping match
dead down unavailable unreachable
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
