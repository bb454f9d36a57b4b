package org.tlsproxy.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.tlsproxy.trust.Mint;

/** Bouncy Castle's stock server of TLS 1.3 on a connection, which can say what no server should. */
final class RudeServer extends TlsServerProtocol {

    private static final Mint OWN = Mint.leaf("rude").dates(System.currentTimeMillis() / 1000 - 86_400,
        System.currentTimeMillis() / 1000 + 86_400);
    private static final byte NEW_SESSION_TICKET = 4;

    private final OutputStream raw;
    private int tickets;

    /** One message of many. */
    interface Step {
        void take() throws IOException;
    }

    RudeServer(InputStream in, OutputStream out) {
        super(in, out);
        raw = out;
    }

    void shakeHands() throws IOException {
        accept(new Peer());
    }

    void updateKeys() throws IOException {
        send13KeyUpdate(false);
    }

    void sayNothing() throws IOException {
        writeRecord(ContentType.application_data, new byte[0], 0, 0);
    }

    /** A ticket for two hours that nobody will be able to open. */
    void handOutTicket() throws IOException {
        byte[] body = {0, 0, 28, 32, 1, 2, 3, 4, 1, (byte) tickets++, 0, 4, 5, 6, 7, 8, 0, 0};
        byte[] message = new byte[4 + body.length];
        message[0] = NEW_SESSION_TICKET;
        message[3] = (byte) body.length;
        System.arraycopy(body, 0, message, 4, body.length);
        writeRecord(ContentType.handshake, message, 0, message.length);
    }

    void sayUnreadably() throws IOException {
        byte[] record = new byte[5 + 40];
        record[0] = 23;
        record[1] = 3;
        record[2] = 3;
        record[4] = 40;
        raw.write(record);
        raw.flush();
    }

    boolean isOver() {
        return isClosed();
    }

    private static final class Peer extends DefaultTlsServer {

        Peer() {
            super(new BcTlsCrypto());
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {0x1301};
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            BcTlsCrypto crypto = (BcTlsCrypto) getCrypto();
            Certificate shown = new Certificate(TlsUtils.EMPTY_BYTES,
                new CertificateEntry[] {new CertificateEntry(crypto.createCertificate(OWN.der()), null)});
            SignatureAndHashAlgorithm scheme = SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ecdsa_secp256r1_sha256);
            return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto,
                PrivateKeyFactory.createKey(OWN.privateKey()), shown, scheme);
        }
    }
}
