package org.tlsproxy.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Bouncy Castle's stock server in memory, which can say what no server should. */
final class StockServer extends TlsServerProtocol {

    private final List<Certificate> shown = new ArrayList<>();

    /** A server that has shaken hands with our client. */
    static StockServer facing(MemoryPair pair, int version) throws IOException {
        StockServer server = new StockServer();
        server.accept(new Peer(version));
        pair.client.start();
        server.pump(pair);
        return server;
    }

    /** The same with a server that asks for a certificate or a raw public key, whatever the client would rather show. */
    static StockServer takingRawKeys(MemoryPair pair, int version) throws IOException {
        StockServer server = new StockServer();
        server.accept(new RawKeyTaker(version, server.shown));
        pair.client.start();
        server.pump(pair);
        return server;
    }

    /** What the client has shown of itself. */
    List<Certificate> shown() {
        return shown;
    }

    /** Carries bytes until nothing moves. */
    void pump(MemoryPair pair) throws IOException {
        for (int round = 0; round < 50; round++) {
            byte[] up = pair.fromClient();
            if (up.length > 0 && !isClosed()) {
                hear(up);
            }
            byte[] down = new byte[getAvailableOutputBytes()];
            readOutput(down, 0, down.length);
            pair.client.receive(down, 0, down.length);
        }
    }

    private void hear(byte[] bytes) throws IOException {
        try {
            offerInput(bytes);
        } catch (TlsFatalAlertReceived e) {
            // the client has had enough, which is what the test looks at
        }
    }

    /** A handshake message outside of any handshake. */
    void say(byte[] message) throws IOException {
        writeRecord(ContentType.handshake, message, 0, message.length);
    }

    void sayNothing() throws IOException {
        writeRecord(ContentType.application_data, new byte[0], 0, 0);
    }

    void updateKeys(boolean andYouToo) throws IOException {
        send13KeyUpdate(andYouToo);
    }

    /** What the client has said. */
    String heard() {
        byte[] in = new byte[getAvailableInputBytes()];
        readInput(in, 0, in.length);
        return new String(in);
    }

    private static final class RawKeyTaker extends Peer {
        private final List<Certificate> shown;

        RawKeyTaker(int version, List<Certificate> shown) {
            super(version);
            this.shown = shown;
        }

        @Override
        protected short[] getAllowedClientCertificateTypes() {
            return new short[] {CertificateType.RawPublicKey, CertificateType.X509};
        }

        @Override
        public CertificateRequest getCertificateRequest() throws IOException {
            Vector<?> schemes = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
            return TlsUtils.isTLSv13(context) ? new CertificateRequest(TlsUtils.EMPTY_BYTES, schemes, null, null)
                : new CertificateRequest(new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign}, schemes, null);
        }

        @Override
        public void notifyClientCertificate(Certificate certificate) {
            shown.add(certificate);
        }
    }

    private static class Peer extends DefaultTlsServer {
        private final int version;

        Peer(int version) {
            super(new BcTlsCrypto());
            this.version = version;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return new ProtocolVersion[] {ProtocolVersion.get(version >>> 8, version & 0xFF)};
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {0x1301, 0xc02b};
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            KeyChain chain = TestChains.chain(KeyChain.Algorithm.EC);
            BcTlsCrypto crypto = (BcTlsCrypto) getCrypto();
            TlsCertificate leaf = crypto.createCertificate(chain.chain().get(0));
            Certificate shown = TlsUtils.isTLSv13(context)
                ? new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {new CertificateEntry(leaf, null)})
                : new Certificate(new TlsCertificate[] {leaf});
            SignatureAndHashAlgorithm scheme = SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ecdsa_secp256r1_sha256);
            return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto,
                PrivateKeyFactory.createKey(chain.pkcs8()), shown, scheme);
        }
    }
}
