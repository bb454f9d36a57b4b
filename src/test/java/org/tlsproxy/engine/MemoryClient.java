package org.tlsproxy.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsDHGroupVerifier;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsRawKeyCertificate;

/** Bouncy Castle's stock client in memory, with what tests want to vary. */
final class MemoryClient {

    /** What a client offers; empty lists mean the library's defaults. */
    static final class Offer {
        List<Integer> versions = TestProfiles.ALL_VERSIONS;
        List<Integer> suites = List.of();
        List<Integer> groups = List.of(29, 23, 24);
        List<Integer> earlyGroups = List.of();
        List<Integer> schemes = List.of();
        Optional<String> serverName = Optional.empty();
        Optional<KeyChain> certificate = Optional.empty();
        boolean encryptThenMac = true;
        boolean extendedMasterSecret = true;
        boolean tickets;
        short maxFragmentLength = -1;
        Optional<short[]> serverTypes = Optional.empty();
        Optional<short[]> clientTypes = Optional.empty();
        Optional<byte[]> rawKey = Optional.empty();
        final Map<Integer, byte[]> other = new HashMap<>();
        TlsSession session;
        byte[] ticket = {};

        Offer version(int version) {
            versions = List.of(version);
            return this;
        }

        Offer suites(Integer... ids) {
            suites = List.of(ids);
            return this;
        }

        Offer groups(Integer... ids) {
            groups = List.of(ids);
            return this;
        }

        Offer schemes(Integer... ids) {
            schemes = List.of(ids);
            return this;
        }
    }

    final Protocol protocol = new Protocol();
    final Peer peer;

    MemoryClient(Offer offer) throws IOException {
        peer = new Peer(offer);
        protocol.connect(peer);
    }

    /** Ciphertext to send. */
    byte[] output() {
        byte[] out = new byte[protocol.getAvailableOutputBytes()];
        protocol.readOutput(out, 0, out.length);
        return out;
    }

    void input(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            protocol.offerInput(bytes.clone());
        }
    }

    /** Plaintext received. */
    byte[] plaintext() {
        byte[] in = new byte[protocol.getAvailableInputBytes()];
        protocol.readInput(in, 0, in.length);
        return in;
    }

    void send(byte[] data) throws IOException {
        protocol.writeApplicationData(data, 0, data.length);
    }

    /** Can say things that the stock client never says. */
    static final class Protocol extends TlsClientProtocol {

        void sendEmpty() throws IOException {
            writeRecord(ContentType.application_data, new byte[0], 0, 0);
        }

        void updateKeys() throws IOException {
            send13KeyUpdate(false);
        }

        /** A ClientHello in the middle of an open connection. */
        void renegotiate() throws IOException {
            byte[] body = new byte[2 + 32 + 1 + 2 + 2 + 2];
            body[0] = 3;
            body[1] = 3;
            body[36] = 2;
            body[38] = 0x2f;
            body[39] = 1;
            byte[] message = new byte[4 + body.length];
            message[0] = 1;
            message[3] = (byte) body.length;
            System.arraycopy(body, 0, message, 4, body.length);
            writeRecord(ContentType.handshake, message, 0, message.length);
        }
    }

    static final class Peer extends DefaultTlsClient {
        private final Offer offer;
        final ByteArrayOutputStream alerts = new ByteArrayOutputStream();
        SecurityParameters negotiated;
        BigInteger dhPrime = BigInteger.ZERO;
        boolean resumed;
        Optional<TlsSession> session = Optional.empty();
        Optional<Certificate> shown = Optional.empty();
        final Set<Integer> types = new HashSet<>();
        byte[] newTicket = {};

        Peer(Offer offer) {
            super(new BcTlsCrypto());
            this.offer = offer;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            ProtocolVersion[] versions = new ProtocolVersion[offer.versions.size()];
            for (int i = 0; i < versions.length; i++) {
                versions[i] = ProtocolVersion.get(offer.versions.get(i) >>> 8, offer.versions.get(i) & 0xFF);
            }
            return versions;
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return offer.suites.isEmpty() ? super.getSupportedCipherSuites() : ints(offer.suites);
        }

        @Override
        protected Vector getSupportedGroups(Vector roles) {
            return new Vector<>(offer.groups);
        }

        @Override
        public Vector getEarlyKeyShareGroups() {
            return offer.earlyGroups.isEmpty() ? super.getEarlyKeyShareGroups() : new Vector<>(offer.earlyGroups);
        }

        @Override
        protected Vector getSupportedSignatureAlgorithms() {
            List<Integer> ids = offer.schemes;
            Vector<SignatureAndHashAlgorithm> all = new Vector<>();
            if (ids.isEmpty()) {
                for (Scheme scheme : Scheme.ALL) {
                    all.add(scheme.algorithm());
                }
            }
            for (int id : ids) {
                all.add(SignatureScheme.getSignatureAndHashAlgorithm(id));
            }
            return all;
        }

        @Override
        protected Vector getSNIServerNames() {
            if (offer.serverName.isEmpty()) {
                return null;
            }
            Vector<ServerName> names = new Vector<>();
            names.add(new ServerName(NameType.host_name, offer.serverName.get().getBytes(StandardCharsets.ISO_8859_1)));
            return names;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Hashtable getClientExtensions() throws IOException {
            Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
            if (!offer.encryptThenMac) {
                extensions.remove(TlsExtensionsUtils.EXT_encrypt_then_mac);
            }
            if (offer.maxFragmentLength >= 0) {
                TlsExtensionsUtils.addMaxFragmentLengthExtension(extensions, offer.maxFragmentLength);
            }
            if (offer.tickets) {
                extensions.put(ExtensionType.session_ticket, offer.ticket);
                TlsExtensionsUtils.addPSKKeyExchangeModesExtension(extensions, new short[] {1});
            }
            extensions.putAll(offer.other);
            return extensions;
        }

        @Override
        protected short[] getAllowedServerCertificateTypes() {
            return offer.serverTypes.orElse(null);
        }

        @Override
        protected short[] getAllowedClientCertificateTypes() {
            return offer.clientTypes.orElse(null);
        }

        @Override
        public boolean shouldUseExtendedMasterSecret() {
            return offer.extendedMasterSecret;
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
        public TlsSession getSessionToResume() {
            return offer.session;
        }

        @Override
        public TlsDHGroupVerifier getDHGroupVerifier() {
            return group -> {
                dhPrime = group.getP();
                return true;
            };
        }

        @Override
        @SuppressWarnings("unchecked")
        public void processServerExtensions(Hashtable answered) throws IOException {
            if (answered != null) {
                types.addAll(answered.keySet());
                types.retainAll(Set.of(ExtensionType.server_certificate_type, ExtensionType.client_certificate_type));
            }
            super.processServerExtensions(answered);
        }

        @Override
        public void notifyNewSessionTicket(NewSessionTicket ticket) {
            newTicket = ticket.getTicket();
        }

        @Override
        public void notifyAlertReceived(short level, short description) {
            alerts.write(description);
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            negotiated = context.getSecurityParametersConnection();
            resumed = negotiated.isResumedSession();
            if (newTicket.length > 0) {
                session = Optional.of(TlsUtils.importSession(new byte[] {1, 2, 3, 4}, context.getSession().exportSessionParameters()));
            }
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {
                    shown = Optional.of(certificate.getCertificate());    // any will do
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    return offer.certificate.isEmpty() ? null : credentials(offer.certificate.get());
                }
            };
        }

        private TlsCredentials credentials(KeyChain chain) throws IOException {
            BcTlsCrypto crypto = (BcTlsCrypto) getCrypto();
            boolean tls13 = TlsUtils.isTLSv13(context);
            TlsCertificate leaf = crypto.createCertificate(chain.chain().get(0));
            Certificate shown = tls13
                ? new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {new CertificateEntry(leaf, null)})
                : new Certificate(new TlsCertificate[] {leaf});
            if (context.getSecurityParametersHandshake().getClientCertificateType() == CertificateType.RawPublicKey) {
                shown = new Certificate(CertificateType.RawPublicKey, tls13 ? TlsUtils.EMPTY_BYTES : null,
                    new CertificateEntry[] {new CertificateEntry(rawKey(crypto, chain), null)});
            }
            SignatureAndHashAlgorithm scheme = TlsUtils.isTLSv12(context) ? scheme(chain.algorithm(), tls13) : null;
            return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto,
                PrivateKeyFactory.createKey(chain.pkcs8()), shown, scheme);
        }

        private TlsCertificate rawKey(BcTlsCrypto crypto, KeyChain chain) throws IOException {
            byte[] key = org.bouncycastle.asn1.x509.Certificate.getInstance(chain.chain().get(0)).getSubjectPublicKeyInfo().getEncoded("DER");
            return new BcTlsRawKeyCertificate(crypto, key) {
                @Override
                public byte[] getEncoded() {
                    return offer.rawKey.orElse(key);
                }
            };
        }

        private static SignatureAndHashAlgorithm scheme(KeyChain.Algorithm algorithm, boolean tls13) {
            for (Scheme scheme : Scheme.ALL) {
                if (scheme.key() == algorithm && scheme.tls13() == tls13) {
                    return scheme.algorithm();
                }
            }
            return Scheme.ALL.stream().filter(s -> s.key() == algorithm).findFirst().orElseThrow().algorithm();
        }

        private static int[] ints(List<Integer> values) {
            return values.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
