package org.tlsproxy.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsDHUtils;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * Answers the protocol engine's questions in one server handshake: which version, suite, certificate, ticket. The decisions are
 * {@link ServerChoice}'s and {@link Resumption}'s.
 */
final class ServerPeer extends AbstractTlsServer {

    private static final int SESSION_ID = 32;
    /** How deep a chain may be is PKIX's matter; this only bounds the work of parsing one. */
    private static final int MAX_CHAIN = 100;
    private static final Integer SESSION_TICKET = ExtensionType.session_ticket;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final PreparedProfile prepared;
    private final Resumption resumption;
    private final PeerJudge judge;
    private final Completion completed;

    private ServerChoice choice;
    private ServerIdentities identities;
    private String serverName = "";
    private Optional<ServerChoice.Suite> legacy = Optional.empty();
    private Optional<ServerChoice.Signer> signer = Optional.empty();
    private CertificateTypes types = CertificateTypes.X509;
    private int version;
    private int suite = -1;
    private TlsFacts.PeerCredential client = TlsFacts.PeerCredential.ANONYMOUS;
    private int clientScheme = -1;

    /** What to do when the handshake is done. */
    interface Completion {
        void run() throws IOException;
    }

    /** @param completed told when the handshake is done, before anything is sent under its keys */
    ServerPeer(PreparedProfile prepared, Resumption resumption, PeerJudge judge, Completion completed) {
        super(prepared.crypto());
        this.prepared = prepared;
        this.resumption = resumption;
        this.judge = judge;
        this.completed = completed;
        this.identities = prepared.identities();
    }

    /** Must come before the library sees the ClientHello. @param name the acknowledged server name, empty for none */
    void decide(ClientHelloFacts hello, ServerIdentities chains, String name) throws Refusal {
        identities = chains;
        serverName = name;
        choice = new ServerChoice(prepared, chains, hello);
        version = choice.version().getFullVersion();
        if (choice.isTls13()) {
            choice.check13();
        }
    }

    /**
     * RFC 8446 4.1.2 wants the second ClientHello to be like the first. As in OpenSSL the version and the suite must still be those
     * that we have chosen; a changed name is at least not acknowledged.
     */
    void secondHello(ClientHelloFacts hello, Witness witness) throws Refusal {
        if (!ClientHelloFacts.has(hello.versions(), version)) {
            throw Refusal.with(AlertDescription.protocol_version, Failures.UNSUPPORTED_PROTOCOL);
        }
        if (!ClientHelloFacts.has(hello.suites(), suite)) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_CIPHER);
        }
        Optional<String> first = choice.hello().serverName();
        if (!hello.serverName().equals(first)) {
            serverName = "";
            if (first.isPresent() && hello.serverName().isPresent()) {
                witness.nameChanged(first.get(), hello.serverName().get());
            }
        }
    }

    /** Asked when a TLS 1.2 client proves that it has the key of its certificate. */
    void checkClientCurve() throws Refusal {
        ClientCertificates.checkCurve(client, prepared.groups(), choice.hello());
    }

    /** Asked when a TLS 1.3 client does. @param scheme that it signs by, -1 if it does not tell */
    void clientScheme(int scheme) throws Refusal {
        clientScheme = scheme;
        ClientCertificates.checkScheme(client, scheme);
    }

    boolean issuesTls13Ticket() {
        return resumption.ticketsEnabled() && choice.isTls13() && choice.hello().features().pskDheKe();
    }

    /** The TLS version agreed upon, 0 before that. */
    int version() {
        return version;
    }

    // ---- versions, suites, groups

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return prepared.versions(identities);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return prepared.suites();
    }

    @Override
    public ProtocolVersion[] getProtocolVersions() {
        return choice == null ? super.getProtocolVersions() : choice.markedVersions();
    }

    @Override
    public ProtocolVersion getServerVersion() {
        return choice.version();
    }

    @Override
    public int[] getSupportedGroups() throws IOException {
        return choice.isTls13() ? new int[] {choice.tls13Group()} : prepared.groups();
    }

    @Override
    public boolean preferLocalSupportedGroups() {
        return true;
    }

    @Override
    public int getSelectedCipherSuite() throws IOException {
        if (choice.isTls13()) {
            suite = choice.tls13Suite();
            if (resumption.accepted().isEmpty()) {
                signer = Optional.of(choice.tls13Signer());    // refuse before anything was sent
            }
        } else {
            legacy = Optional.of(choice.suite());
            suite = legacy.get().suite();
        }
        selectCipherSuite(suite);
        return suite;
    }

    @Override
    public TlsDHConfig getDHConfig() {
        Optional<DhParameters> own = prepared.options().dhe().parameters();
        if (own.isPresent()) {
            return new TlsDHConfig(new DHGroup(own.get().prime(), null, own.get().generator(), 0));
        }
        boolean listed = ClientHelloFacts.has(choice.hello().groups(), group());
        return listed ? TlsDHUtils.createNamedDHConfig(context, group()) : new TlsDHConfig(Groups.classicOfSize(group()));
    }

    @Override
    protected int selectECDH(int minimumCurveBits) {
        return group();
    }

    private int group() {
        return legacy.isPresent() ? legacy.get().group() : -1;
    }

    // ---- certificates

    @Override
    public TlsCredentials getCredentials() throws IOException {
        TlsCryptoParameters parameters = new TlsCryptoParameters(context);
        if (choice.isTls13()) {
            ServerChoice.Signer chosen = signer.isPresent() ? signer.get() : choice.tls13Signer();
            signer = Optional.of(chosen);
            ServerIdentity identity = chosen.identity();
            return prepared.crypto().signer(parameters, identity.key(), shown(identity), chosen.scheme().algorithm());
        }
        ServerIdentity identity = legacy.orElseThrow().identity().orElseThrow();
        if (TlsUtils.getKeyExchangeAlgorithm(suite) == KeyExchangeAlgorithm.RSA) {
            return prepared.crypto().decryptor(identity.key(), shown(identity));
        }
        SignatureAndHashAlgorithm scheme = legacy.get().scheme().map(Scheme::algorithm).orElse(null);
        return prepared.crypto().signer(parameters, identity.key(), shown(identity), scheme);
    }

    private Certificate shown(ServerIdentity identity) throws IOException {
        return identity.shown(prepared.crypto(), choice.isTls13(), types.own());
    }

    @Override
    public CertificateRequest getCertificateRequest() throws IOException {
        return asksClients() ? ClientCertificates.request(prepared.profile(), version) : null;
    }

    private boolean asksClients() {
        return prepared.profile().clientCerts().ask();
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        List<byte[]> chain = new ArrayList<>();
        for (TlsCertificate one : certificate.getCertificateList()) {
            chain.add(one.getEncoded());
        }
        if (chain.isEmpty()) {
            return;
        }
        if (types.clients() && chain.size() > 1) {
            throw Refusal.with(AlertDescription.decode_error, Failures.BAD_PACKET_LENGTH);
        }
        Optional<byte[]> key = types.clients() ? Optional.of(chain.get(0)) : Optional.empty();
        int error = judge.judge(new TlsFacts.PeerCredential(types.clients() ? List.of() : List.copyOf(chain), key, 0));
        List<byte[]> leaf = types.clients() ? List.of() : List.of(chain.get(0));    // OpenSSL's sessions keep no more
        client = new TlsFacts.PeerCredential(leaf, key, error);
    }

    // ---- extensions

    @Override
    public void processClientExtensions(Hashtable offered) throws IOException {
        types = CertificateTypes.agreed(offered, prepared.options().rawKeys(), asksClients() && judge.takesRawKeys());
        super.processClientExtensions(CertificateTypes.others(offered));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Hashtable getServerExtensions() throws IOException {
        Hashtable<Integer, byte[]> extensions = super.getServerExtensions();
        if (!serverName.isEmpty()) {
            extensions.put(TlsExtensionsUtils.EXT_server_name, TlsUtils.EMPTY_BYTES);
        }
        if (offersTicket12()) {
            extensions.put(SESSION_TICKET, TlsUtils.EMPTY_BYTES);
        }
        types.answer(extensions);
        return extensions;
    }

    @Override
    protected boolean allowCertificateStatus() {
        return false;
    }

    // ---- sessions and tickets

    private boolean offersTicket12() {
        ClientHelloFacts.Features offered = choice.hello().features();
        return resumption.ticketsEnabled() && !choice.isTls13() && offered.sessionTicket() && !offered.maxFragmentLength();
    }

    @Override
    public TlsSession getSessionToResume(byte[] sessionId) {
        byte[] sealed = clientExtensions == null ? null : (byte[]) clientExtensions.get(SESSION_TICKET);
        boolean ticketed = resumption.ticketsEnabled() && sealed != null && sealed.length > 0;
        Optional<Ticket> ticket = ticketed ? resumption.session(sealed, choice, serverName) : resumption.named(choice, serverName);
        if (ticket.isEmpty()) {
            return null;
        }
        try {
            return ResumedSession.of(ticket.get(), sessionId, getCrypto());
        } catch (IOException e) {
            throw new IllegalStateException(e);    // encoding our own extensions in memory does not fail
        }
    }

    /** The id of a session that the client wants to resume, if it is to be looked up: it brought no ticket. */
    Optional<String> sessionToLookUp() {
        ClientHelloFacts.Earlier earlier = choice.hello().features().earlier();
        boolean wanted = resumption.sessionIdsEnabled() && !choice.isTls13() && !earlier.hexId().isEmpty()
            && !(resumption.ticketsEnabled() && earlier.ticket());
        return wanted ? Optional.of(earlier.hexId()) : Optional.empty();
    }

    /** What was found under that id. */
    void remember(byte[] state) {
        resumption.remember(state);
    }

    /** Tells of a session that the client may name by its id when it comes back. */
    void tellSession(Witness witness) throws IOException {
        SecurityParameters parameters = context.getSecurityParametersConnection();
        boolean named = resumption.sessionIdsEnabled() && !choice.isTls13() && !parameters.isResumedSession();
        byte[] id = parameters.getSessionID();
        if (named && id != null && id.length > 0) {
            resumption.state(parameters, serverName, client).ifPresent(state -> witness.sessionMade(HEX.formatHex(id), state));
        }
    }

    /** RFC 5077 3.4: no id beside a ticket. */
    @Override
    public byte[] getNewSessionID() {
        ServerProfile.Resumption policy = prepared.profile().resumption();
        if (offersTicket12() || !policy.alwaysIssueIds() && !policy.sessionIds()) {
            return null;
        }
        return context.getNonceGenerator().generateNonce(SESSION_ID);
    }

    @Override
    public NewSessionTicket getNewSessionTicket() throws IOException {
        return resumption.ticket12(context.getSecurityParametersHandshake(), serverName, client);
    }

    @Override
    @SuppressWarnings("unchecked")
    public TlsPSKExternal getExternalPSK(Vector identities) {
        try {
            Vector<PskIdentity> offered = identities;
            return resumption.psk(offered, choice.tls13Suite(), serverName).orElse(null);
        } catch (Refusal e) {
            return null;    // no common suite: the handshake is about to end for that reason
        }
    }

    /** The ticket to send after a full TLS 1.3 handshake. @param master the resumption master secret */
    Optional<NewSessionTicket> ticket13(TlsSecret master) throws IOException {
        return resumption.ticket13(master, suite, serverName, client);
    }

    // ---- the library's defaults that we do not share

    @Override
    public void notifySecureRenegotiation(boolean secureRenegotiation) {
        // peers without RFC 5746 are served: renegotiation, which it protects, never happens here
    }

    @Override
    public boolean requiresCloseNotify() {
        return false;
    }

    @Override
    public boolean allowLegacyResumption() {
        return true;
    }

    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public int getMaxHandshakeMessageSize() {
        return MessageBoundaries.largest();
    }

    @Override
    public int getMaxCertificateChainLength() {
        return MAX_CHAIN;
    }

    // ---- the end

    @Override
    public void notifyHandshakeComplete() throws IOException {
        completed.run();
    }

    /** What was negotiated; to be asked when the handshake is complete. */
    TlsFacts facts() {
        SecurityParameters parameters = context.getSecurityParametersConnection();
        Optional<Ticket> ticket = resumption.accepted();
        if (parameters.isResumedSession() || ticket.isPresent() && choice.isTls13()) {
            return new FactsWriter(parameters, serverName).resumed(ticket.orElseThrow(), identities.last(), resumption.wasNamed());
        }
        TlsFacts facts = new FactsWriter(parameters, serverName).full(client, clientScheme, signer);
        return types.own() ? facts.withOwnRawKey() : facts;
    }

    /** Lets go of what only the handshake needed. */
    void trim() {
        clientExtensions = null;
        offeredCipherSuites = null;
        clientProtocolNames = null;
        certificateStatusRequest = null;
        protocolVersions = null;
        cipherSuites = null;
        serverExtensions.clear();
        client = TlsFacts.PeerCredential.ANONYMOUS;
        legacy = Optional.empty();
        signer = Optional.empty();
        choice = null;
        resumption.forget();
        context.getSession().invalidate();    // the library keeps a copy of the master secret there for a cache that we do not have
    }
}
