package org.tlsproxy.worker;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.engine.ClientProfile;
import org.tlsproxy.engine.ClientTarget;
import org.tlsproxy.engine.ConnectionFactory;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.ClientMessages;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.policy.CipherPlan;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.policy.ProtocolList;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.session.RoleSession;
import org.tlsproxy.tlsmgr.SessionCache;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.trust.PeerNames;
import org.tlsproxy.wire.ClientStart;
import org.tlsproxy.wire.Dane;

/** A session in which this worker is the TLS client. */
final class ClientSession implements RoleSession {

    private static final int LONGEST_NAME = 255;

    private final ClientCommon common;
    private final ClientContext context;
    private final ClientStart start;
    private final Network network;
    private final String namaddr;
    private final String peer;
    private final TlsLogFlags flags;
    private final StepLog steps;
    private Optional<Plan> plan = Optional.empty();
    private Optional<byte[]> earlier = Optional.empty();
    private Optional<TlsConnection> connection = Optional.empty();

    /** What makes connections, and where their bytes go. */
    record Network(ConnectionFactory connections, TlsConnection.Output output) { }

    /** What was decided when the session was admitted. @param serverName SNI, empty for none */
    private record Plan(ClientProfile profile, String serverName, ServerTerms terms, ServerCheck check,
                        Optional<EarlierSessions> sessions) { }

    ClientSession(ClientCommon common, ClientContext context, ClientStart start, Network network) {
        this.common = common;
        this.context = context;
        this.start = start;
        this.network = network;
        this.namaddr = start.peer().nameAndAddress();
        this.peer = namaddr.toLowerCase(Locale.ROOT);
        this.flags = flags();
        this.steps = StepLog.ofClient(flags, common.log());
    }

    /** Up to 3.11 the level is the context's, then the session's own. */
    private TlsLogFlags flags() {
        TlsLogFlags wanted = common.release().before(3, 12) ? context.flags()
            : TlsLogFlags.parse(start.log().parameter(), start.log().level(), common.release(), log()::warn);
        boolean old = common.release().before(3, 6);
        int least = old ? ServerTerms.HALF_DANE : ServerTerms.FINGERPRINT;
        return start.security().level() >= least ? wanted.withUntrusted() : wanted;
    }

    private Logger log() {
        return common.log();
    }

    @Override
    public boolean admits() {
        if (flags.verbose()) {
            log().info(TlsMessages.settingUpTo(namaddr));
        }
        ClientStart.Security security = start.security();
        Optional<ProtocolList> protocols = ProtocolList.parse(security.protocols(), common.release());
        if (protocols.isEmpty()) {
            log().warn(ClientMessages.invalidProtocols(namaddr, security.protocols()));
            return false;
        }
        CipherPlan ciphers = CipherPlan.of(lists(), common.release(), security.cipherGrade(), security.cipherExclusions());
        if (ciphers instanceof CipherPlan.Refused refused) {
            log().warn(peer + ": " + refused.warning());
            refused.libraryError().ifPresent(f -> log().warn(TlsMessages.libraryProblem(f.code(), f.reason(), "")));
            return false;
        }
        CipherPlan.Usable usable = (CipherPlan.Usable) ciphers;
        if (flags.verbose()) {
            log().info(TlsMessages.cipherList(namaddr, usable.list()));
        }
        protocols.get().warnings().forEach(text -> log().warn(peer + ": " + text));
        return serverNameFits() && decide(protocols.get(), usable);
    }

    private CipherPlan.Lists lists() {
        return new CipherPlan.Lists(text("tls_high_cipherlist"), text("tls_medium_cipherlist"), text("tls_low_cipherlist"),
            text("tls_export_cipherlist"), text("tls_null_cipherlist"));
    }

    private String text(String name) {
        return common.settings().text(name);
    }

    private boolean transitional() {
        return common.settings().flag("enable_idna2003_compatibility");
    }

    private boolean serverNameFits() {
        String name = serverName();
        if (name.length() > LONGEST_NAME && common.release().atLeast(3, 6)) {
            log().warn(ClientMessages.serverNameTooLong(namaddr, name));
            return false;
        }
        if (!name.isEmpty() && flags.sslDebug()) {
            log().info(ClientMessages.serverName(namaddr, name));
        }
        return true;
    }

    /** Where TLSA records count their base domain is the name, whatever else is wished for (RFC 7672 8.1). */
    private String serverName() {
        if (ServerTerms.isDane(start.security().level())) {
            return start.match().dane() instanceof Dane.Records records ? records.domain()
                : start.match().dane() instanceof Dane.Digests digests ? digests.lookup().domain() : "";
        }
        String wanted = start.peer().serverName();
        return ServerTerms.ascii(switch (wanted) {
            case "hostname" -> start.peer().host();
            case "nexthop" -> start.peer().nextHop();
            default -> wanted;
        }, transitional());
    }

    private boolean decide(ProtocolList protocols, CipherPlan.Usable ciphers) {
        ServerTerms terms = ServerTerms.of(start, rules(), peer, log());
        ClientProfile profile = context.profile(protocols.enabled(), ciphers, terms.securityLevel());
        String name = serverName().length() > LONGEST_NAME ? "" : serverName();
        ServerCheck check = new ServerCheck(terms, context, new ServerCheck.Manner(common.release(), flags, namaddr, peer,
            fingerprints(), start.failure().forcedType()), log());
        plan = Optional.of(new Plan(profile, name, terms, check, sessions(terms, List.of(start.security().protocols(), ciphers.list(),
            name))));
        return true;
    }

    private ServerTerms.Rules rules() {
        PeerNames.Wildcards old = common.settings().flag("tls_wildcard_matches_multiple_labels") ? PeerNames.Wildcards.SEVERAL_LABELS
            : PeerNames.Wildcards.ONE_LABEL;
        return new ServerTerms.Rules(transitional(), common.release().before(3, 6) ? old : PeerNames.Wildcards.OPENSSL,
            context.digests());
    }

    private PeerClaims.Fingerprints fingerprints() {
        PostfixRelease release = common.release();
        boolean legacy = release.before(3, 11) && common.settings().flag("tls_legacy_public_key_fingerprints");
        return PeerClaims.Fingerprints.of(FingerprintDigest.named(start.match().digest()).orElse(context.digest()), legacy, release);
    }

    private Optional<EarlierSessions> sessions(ServerTerms terms, List<String> offered) {
        if (!context.sessions().cachable()) {
            return Optional.empty();
        }
        String type = context.init().cacheType();
        EarlierSessions.Naming naming = new EarlierSessions.Naming(EarlierSessions.key(start, terms, context.identity(), offered), type,
            flags.cache(), common.release().atLeast(3, 11));
        return Optional.of(new EarlierSessions(new SessionCache(common.tlsmgr(), type), naming, log()));
    }

    @Override
    public Optional<Question> beforehand() {
        return plan.flatMap(Plan::sessions).map(EarlierSessions::question);
    }

    @Override
    public void ask(Question question, Consumer<Question.Answer> answer) {
        if (question instanceof Question.EarlierSession) {
            plan.flatMap(Plan::sessions).orElseThrow().find(answer);
        } else {
            answer.accept(new Question.NotFound());
        }
    }

    @Override
    public void recalled(Question.Answer answer) {
        earlier = answer instanceof Question.Data data ? Optional.of(data.value()) : Optional.empty();
    }

    @Override
    public TlsConnection tls() {
        if (connection.isEmpty()) {
            connection = Optional.of(connect(plan.orElseThrow()));
        }
        return connection.get();
    }

    @Override
    public void abandon() {
        connection.ifPresent(TlsConnection::destroy);
    }

    private TlsConnection connect(Plan decided) {
        Optional<String> name = decided.serverName.isEmpty() ? Optional.empty() : Optional.of(decided.serverName);
        Consumer<byte[]> keep = session -> decided.sessions.ifPresent(sessions -> sessions.keep(session));
        ClientTarget target = new ClientTarget(name, decided.terms.acceptsRawKeys(start.security().rawPublicKeys()), earlier, keep,
            decided.check);
        return network.connections.connect(decided.profile, target, steps, network.output);
    }

    @Override
    public void established(TlsFacts facts) {
        steps.established();
        ServerCheck check = plan.orElseThrow().check;
        if (flags.cache() && facts.resumed() != TlsFacts.Resumed.NO) {
            log().info(TlsMessages.reusingSession(peer));
        }
        check.tell(facts);
        if (flags.summary()) {
            log().info(TlsMessages.establishedTo(NegotiatedFacts.summaryOfServer(check.trust(), peer, told(facts))));
        }
    }

    @Override
    public byte[] report(TlsFacts facts) {
        Plan decided = plan.orElseThrow();
        return NegotiatedFacts.reportOfServer(decided.check.reported(), decided.terms.level(), peer, told(facts))
            .printed(common.generation());
    }

    private TlsFacts told(TlsFacts facts) {
        return NegotiatedFacts.told(facts, common.release());
    }
}
