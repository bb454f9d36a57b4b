package org.tlsproxy.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedDecryptor;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A Bouncy Castle client and server in memory, each with a crypto of its own. */
final class Handshake {

    /** What is to be negotiated. @param group 0 for the client's default, @param clientAuth the client shows the server's identity too */
    record Plan(ProtocolVersion version, int suite, TestIdentity identity, int scheme, int group, boolean clientAuth) {

        Plan withClientAuth() {
            return new Plan(version, suite, identity, scheme, group, true);
        }

        boolean tls12() {
            return TlsUtils.isTLSv12(version);
        }

        boolean tls13() {
            return TlsUtils.isTLSv13(version);
        }
    }

    final TlsServerProtocol server;
    final TlsClientProtocol client;
    final ByteArrayOutputStream serverPlain = new ByteArrayOutputStream();
    final ByteArrayOutputStream clientPlain = new ByteArrayOutputStream();
    Certificate seenByClient;
    Certificate seenByServer;
    short fragmentLength;
    private final List<SigningKey> keys = new ArrayList<>();
    private final Plan plan;
    private final BcTlsCrypto serverCrypto;
    private final BcTlsCrypto clientCrypto;

    Handshake(Plan plan, BcTlsCrypto serverCrypto, BcTlsCrypto clientCrypto) {
        this.plan = plan;
        this.serverCrypto = serverCrypto;
        this.clientCrypto = clientCrypto;
        server = new TlsServerProtocol();
        client = new TlsClientProtocol();
    }

    Handshake run() throws IOException {
        server.accept(new Server());
        client.connect(new Client());
        exchange();
        return this;
    }

    boolean complete() {
        return server.isConnected() && client.isConnected();
    }

    /** Moves bytes until nobody has any. */
    void exchange() throws IOException {
        boolean moved = true;
        while (moved) {
            moved = move(client, server) | move(server, client);
            drain(server, serverPlain);
            drain(client, clientPlain);
        }
    }

    private static boolean move(TlsProtocol from, TlsProtocol to) throws IOException {
        byte[] bytes = take(from);
        if (bytes.length > 0) {
            to.offerInput(bytes);
        }
        return bytes.length > 0;
    }

    static byte[] take(TlsProtocol from) {
        byte[] bytes = new byte[from.getAvailableOutputBytes()];
        from.readOutput(bytes, 0, bytes.length);
        return bytes;
    }

    private static void drain(TlsProtocol protocol, ByteArrayOutputStream to) {
        byte[] bytes = new byte[protocol.getAvailableInputBytes()];
        protocol.readInput(bytes, 0, bytes.length);
        to.write(bytes, 0, bytes.length);
    }

    private Certificate chain(BcTlsCrypto crypto) throws IOException {
        TlsCertificate leaf = crypto.createCertificate(plan.identity().certificate());
        return plan.tls13() ? new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {new CertificateEntry(leaf, null)})
            : new Certificate(new TlsCertificate[] {leaf});
    }

    private TlsCredentialedSigner signer(TlsContext context, BcTlsCrypto crypto) throws IOException {
        SignatureAndHashAlgorithm scheme = plan.tls12() ? SignatureScheme.getSignatureAndHashAlgorithm(plan.scheme()) : null;
        TlsCryptoParameters parameters = new TlsCryptoParameters(context);
        if (crypto instanceof WorkerCrypto worker) {
            return worker.signer(parameters, key(worker), chain(crypto), scheme);
        }
        AsymmetricKeyParameter key = PrivateKeyFactory.createKey(plan.identity().pkcs8());
        return new BcDefaultTlsCredentialedSigner(parameters, crypto, key, chain(crypto), scheme);
    }

    private SigningKey key(WorkerCrypto worker) {
        keys.add(worker.key(plan.identity().pkcs8()));
        return keys.get(keys.size() - 1);
    }

    void closeKeys() {
        for (SigningKey key : keys) {
            key.close();
        }
    }

    private TlsCredentials decryptor(BcTlsCrypto crypto) throws IOException {
        if (crypto instanceof WorkerCrypto worker) {
            return worker.decryptor(key(worker), chain(crypto));
        }
        return new BcDefaultTlsCredentialedDecryptor(crypto, chain(crypto), PrivateKeyFactory.createKey(plan.identity().pkcs8()));
    }

    private Vector<SignatureAndHashAlgorithm> schemes() {
        Vector<SignatureAndHashAlgorithm> schemes = new Vector<>();
        schemes.add(SignatureScheme.getSignatureAndHashAlgorithm(plan.scheme()));
        return schemes;
    }

    private final class Server extends DefaultTlsServer {

        Server() {
            super(serverCrypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return plan.version().only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {plan.suite()};
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            switch (context.getSecurityParametersHandshake().getKeyExchangeAlgorithm()) {
                case KeyExchangeAlgorithm.RSA:
                    return decryptor(serverCrypto);
                case KeyExchangeAlgorithm.DH_anon:
                case KeyExchangeAlgorithm.ECDH_anon:
                    return null;
                default:
                    return signer(context, serverCrypto);
            }
        }

        @Override
        public CertificateRequest getCertificateRequest() throws IOException {
            if (!plan.clientAuth()) {
                return null;
            }
            short[] types = {ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign};
            return plan.tls13() ? new CertificateRequest(TlsUtils.EMPTY_BYTES, schemes(), null, null)
                : new CertificateRequest(types, plan.tls12() ? schemes() : null, null);
        }

        @Override
        public void notifyClientCertificate(Certificate clientCertificate) {
            seenByServer = clientCertificate;
        }

        @Override
        public int[] getSupportedGroups() throws IOException {
            return plan.group() == 0 ? super.getSupportedGroups() : new int[] {plan.group()};
        }
    }

    private final class Client extends DefaultTlsClient {

        Client() {
            super(clientCrypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return plan.version().only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {plan.suite()};
        }

        @Override
        protected Vector<Integer> getSupportedGroups(@SuppressWarnings("rawtypes") Vector roles) {
            Vector<Integer> groups = new Vector<>();
            for (int group : plan.group() == 0 ? new int[] {0x001d, 0x0017, 0x0018, 0x0100} : new int[] {plan.group()}) {
                groups.add(group);
            }
            return groups;
        }

        @Override
        public Vector<Integer> getEarlyKeyShareGroups() {
            Vector<Integer> groups = new Vector<>();
            groups.add(plan.group() == 0 ? 0x001d : plan.group());
            return groups;
        }

        @Override
        protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
            return schemes();
        }

        @Override
        public Hashtable<Integer, byte[]> getClientExtensions() throws IOException {
            @SuppressWarnings("unchecked")
            Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
            if (fragmentLength > 0) {
                TlsExtensionsUtils.addMaxFragmentLengthExtension(extensions, fragmentLength);
            }
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                    seenByClient = certificate.getCertificate();
                    byte[] leaf = seenByClient.getCertificateAt(0).getEncoded();
                    if (!Arrays.equals(leaf, plan.identity().certificate())) {
                        throw new TlsFatalAlert(AlertDescription.bad_certificate);
                    }
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    return signer(context, clientCrypto);
                }
            };
        }
    }
}
