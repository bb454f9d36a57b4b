package org.tlsproxy.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskKeyExchangeMode;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsDHGroupVerifier;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsPSK;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;

/** Answers the protocol engine's questions in one client handshake: what to offer, what to take, what to show. */
final class ClientPeer extends AbstractTlsClient implements TlsAuthentication {

    /** As OpenSSL: 100 kB of server certificates. */
    private static final int MAX_MESSAGE = 100 * 1024;
    /** How deep a chain may be is PKIX's matter; this only bounds the work of parsing one. */
    private static final int MAX_CHAIN = 100;
    private static final int TLS12 = 0x0303;
    private static final int TLS13 = 0x0304;

    private final PreparedClient prepared;
    private final ClientTarget target;
    private final ClientResumption resumption;
    private final Runnable completed;

    private int version;
    private boolean versionAccepted;
    private boolean nameAcknowledged;
    private TlsFacts.PeerCredential server = TlsFacts.PeerCredential.ANONYMOUS;
    private int serverScheme = -1;
    private Optional<ClientSigner.Choice> shown = Optional.empty();

    /** @param completed told when the handshake is done, before anything is sent under its keys */
    ClientPeer(PreparedClient prepared, ClientTarget target, ClientResumption resumption, Runnable completed) {
        super(prepared.crypto());
        this.prepared = prepared;
        this.target = target;
        this.resumption = resumption;
        this.completed = completed;
    }

    /** The TLS version that the server chose, 0 before that. */
    int version() {
        return version;
    }

    /** True once the server's choice of version was found to be no downgrade. */
    boolean versionAccepted() {
        return versionAccepted;
    }

    /** The server has signed a TLS 1.3 handshake by this scheme. */
    void serverScheme(int scheme) {
        serverScheme = scheme;
    }

    PreparedClient.Offer offer() {
        return prepared.offer();
    }

    // ---- what is offered

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return prepared.offer().versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return prepared.offer().suites();
    }

    @Override
    protected Vector<Integer> getSupportedGroups(Vector roles) {
        return new Vector<>(prepared.offer().groups());
    }

    @Override
    public Vector<Integer> getEarlyKeyShareGroups() {
        return prepared.firstShare();
    }

    @Override
    protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
        return prepared.offer().schemes();
    }

    @Override
    protected CertificateStatusRequest getCertificateStatusRequest() {
        return null;    // the library's way to say that none is sent
    }

    @Override
    protected Vector<ServerName> getSNIServerNames() {
        if (target.serverName().isEmpty() || target.serverName().get().isEmpty()) {
            return null;    // the library's way to say that none is sent
        }
        Vector<ServerName> names = new Vector<>(1);
        names.add(new ServerName(NameType.host_name, target.serverName().get().getBytes(StandardCharsets.ISO_8859_1)));
        return names;
    }

    @Override
    protected short[] getAllowedServerCertificateTypes() {
        return target.rawPublicKeys() ? new short[] {CertificateType.RawPublicKey, CertificateType.X509} : null;
    }

    @Override
    protected short[] getAllowedClientCertificateTypes() {
        boolean offered = prepared.profile().ownRawKeys() && prepared.identities().last().isPresent();
        return offered ? new short[] {CertificateType.RawPublicKey, CertificateType.X509} : null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Hashtable<Integer, byte[]> getClientExtensions() throws IOException {
        Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
        if (prepared.profile().tickets()) {
            extensions.put(ExtensionType.session_ticket, resumption.ticket12());
        }
        if (prepared.offer().highest() >= TLS13) {
            TlsExtensionsUtils.addPSKKeyExchangeModesExtension(extensions, new short[] {PskKeyExchangeMode.psk_dhe_ke});
        }
        if (prepared.offersDhe() && extensions.containsKey(TlsExtensionsUtils.EXT_supported_groups)) {
            widenGroups(extensions);
        }
        return extensions;
    }

    /**
     * The library refuses ephemeral DH over a group of RFC 7919 that was not offered. Servers choose them all the same, and OpenSSL takes
     * them: the library is made to believe that they were offered; {@link ClientProtocol} sends the true list.
     */
    private void widenGroups(Hashtable<Integer, byte[]> extensions) throws IOException {
        Vector<Integer> groups = new Vector<>(prepared.offer().groups());
        for (Integer group : PreparedClient.FINITE_FIELDS) {
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        TlsExtensionsUtils.addSupportedGroupsExtension(extensions, groups);
    }

    // ---- what the server chose

    @Override
    public void notifyServerVersion(ProtocolVersion chosen) {
        version = chosen.getFullVersion();
    }

    @Override
    public void notifySessionID(byte[] id) {
        versionAccepted = true;
    }

    @Override
    public void notifySecureRenegotiation(boolean secureRenegotiation) throws IOException {
        if (!secureRenegotiation && !prepared.profile().legacyServers()) {
            throw Refusal.with(AlertDescription.handshake_failure, Failures.UNSAFE_LEGACY_RENEGOTIATION_DISABLED);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        nameAcknowledged = extensions != null && extensions.containsKey(TlsExtensionsUtils.EXT_server_name);
    }

    @Override
    public TlsDHGroupVerifier getDHGroupVerifier() {
        return group -> true;    // ServerKeyExchange has judged it
    }

    // ---- certificates

    @Override
    public TlsAuthentication getAuthentication() {
        return this;
    }

    @Override
    public void notifyServerCertificate(TlsServerCertificate received) throws IOException {
        Certificate certificate = received.getCertificate();
        List<byte[]> chain = new ArrayList<>();
        for (TlsCertificate one : certificate.getCertificateList()) {
            chain.add(one.getEncoded());
        }
        boolean raw = certificate.getCertificateType() == CertificateType.RawPublicKey;
        Optional<byte[]> key = raw ? Optional.of(chain.get(0)) : Optional.empty();
        int error = target.judge().judge(new TlsFacts.PeerCredential(raw ? List.of() : List.copyOf(chain), key, 0));
        List<byte[]> leaf = raw ? List.of() : List.of(chain.get(0));    // OpenSSL's sessions keep no more
        server = new TlsFacts.PeerCredential(leaf, key, error);
        refuseOldSignature();
    }

    /** Before TLS 1.2 servers sign by SHA-1, which OpenSSL takes at security level 0 only; with RSA key exchange they do not sign. */
    private void refuseOldSignature() throws Refusal {
        int suite = context.getSecurityParametersHandshake().getCipherSuite();
        if (version < TLS12 && prepared.profile().securityLevel() > 0 && !Suites.isRsaKeyExchange(suite)) {
            throw Refusal.with(AlertDescription.internal_error, Failures.LEGACY_SIGNATURE);
        }
    }

    @Override
    public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        SecurityParameters parameters = context.getSecurityParametersHandshake();
        shown = ClientSigner.choose(prepared, version, ClientSigner.schemes(parameters.getServerSigAlgs()))
            .map(choice -> choice.as(parameters.getClientCertificateType()));
        return shown.isEmpty() ? null    // the library's way to say that there is none
            : shown.get().credentials(prepared.crypto(), new TlsCryptoParameters(context), version);
    }

    // ---- sessions

    @Override
    public TlsSession getSessionToResume() {
        try {
            return resumption.session12().orElse(null);    // the library's way to say that there is none
        } catch (IOException e) {
            throw new IllegalStateException(e);    // encoding our own extensions in memory does not fail
        }
    }

    @Override
    public Vector<TicketPsk> getExternalPSKs() {
        Vector<TicketPsk> keys = new Vector<>(1);
        resumption.psk().ifPresent(keys::add);
        return keys;
    }

    @Override
    public void notifySelectedPSK(TlsPSK selected) {
        resumption.accepted(selected != null);
    }

    @Override
    public void notifyNewSessionTicket(NewSessionTicket ticket) {
        resumption.newTicket12(ticket);
    }

    /** What the server showed, in this or in the resumed session's first handshake. */
    TlsFacts.PeerCredential server() {
        return resumption.resumed().map(ClientSession::server).orElse(server);
    }

    // ---- the library's defaults that we do not share

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
        return MAX_MESSAGE;
    }

    @Override
    public int getMaxCertificateChainLength() {
        return MAX_CHAIN;
    }

    // ---- the end

    @Override
    public void notifyHandshakeComplete() throws IOException {
        SecurityParameters parameters = context.getSecurityParametersConnection();
        if (version < TLS13) {
            resumption.accepted(parameters.isResumedSession());
            resumption.complete12(parameters, server());
        }
        completed.run();
    }

    /** What was negotiated; to be asked when the handshake is complete. */
    TlsFacts facts() {
        FactsWriter writer = new FactsWriter(context.getSecurityParametersConnection(),
            nameAcknowledged ? target.serverName().orElse("") : "");
        Optional<ClientSession> resumed = resumption.resumed();
        return resumed.isPresent() ? writer.resumedByClient(resumed.get()) : writer.asClient(server, serverScheme, shown);
    }

    /** Lets go of what only the handshake needed. */
    void trim() {
        server = TlsFacts.PeerCredential.ANONYMOUS;
        shown = Optional.empty();
        supportedGroups = null;
        supportedSignatureAlgorithms = null;
        context.getSession().invalidate();    // the library keeps a copy of the master secret there for a cache that we do not have
    }
}
