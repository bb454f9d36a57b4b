package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskKeyExchangeMode;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.tlsproxy.crypto.WorkerCrypto;

/** A remote client to rehearse with: it talks to our own server and believes whatever certificate comes. Never faces a network. */
public final class RehearsalClient {

    private final TlsClientProtocol protocol = new TlsClientProtocol();

    /**
     * Begins the handshake.
     *
     * @param crypto  not the server's, which delivers plaintext to the worker's sessions
     * @param version 0x0303 or 0x0304
     */
    public RehearsalClient(WorkerCrypto crypto, int version) throws IOException {
        protocol.connect(new Client(crypto, version));
    }

    /** What is to be sent to the server now; may be empty. */
    public byte[] output() {
        byte[] bytes = new byte[protocol.getAvailableOutputBytes()];
        protocol.readOutput(bytes, 0, bytes.length);
        return bytes;
    }

    /** The server sent this. */
    public void input(byte[] bytes) throws IOException {
        if (bytes.length > 0 && !protocol.isClosed()) {
            protocol.offerInput(bytes);
        }
    }

    /** True when the handshake is complete. */
    public boolean open() {
        return protocol.isConnected() && !protocol.isHandshaking();
    }

    /** Says something. */
    public void say(byte[] plaintext) throws IOException {
        protocol.writeApplicationData(plaintext, 0, plaintext.length);
    }

    /** How many bytes the server has said. */
    public int heard() {
        return protocol.getAvailableInputBytes();
    }

    private static final class Client extends DefaultTlsClient {
        private final int version;

        Client(WorkerCrypto crypto, int version) {
            super(crypto);
            this.version = version;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return new ProtocolVersion[] {version == 0x0304 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12};
        }

        /** It wants tickets, as nearly all clients do. */
        @Override
        @SuppressWarnings("unchecked")
        public Hashtable getClientExtensions() throws IOException {
            Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
            if (version == 0x0304) {
                TlsExtensionsUtils.addPSKKeyExchangeModesExtension(extensions, new short[] {PskKeyExchangeMode.psk_dhe_ke});
            } else {
                extensions.put(ExtensionType.session_ticket, TlsUtils.EMPTY_BYTES);
            }
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {
                    // our own key, just made
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) {
                    return null;    // Bouncy Castle's way to say that there are none
                }
            };
        }
    }
}
