package org.tlsproxy.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The remote SMTP client's TLS, by the JDK and blocking. Unlike an SSLSocket it tells a close_notify from a bare end of the
 * connection, and closes only what it is told to close.
 */
final class TlsPeer implements AutoCloseable {

    /** How the other side ended the connection. */
    enum End { CLOSE_NOTIFY, WITHOUT_CLOSE_NOTIFY }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Socket socket;
    private final SSLEngine engine;
    private final ByteBuffer received = ByteBuffer.allocate(40_000);
    private final ByteBuffer plaintext = ByteBuffer.allocate(40_000).flip();
    private final ByteBuffer outgoing = ByteBuffer.allocate(40_000);
    private final TrustAll trust;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean keeps;
    private End end;

    /** @param protocols as the JDK names them; none for its defaults */
    TlsPeer(Socket socket, String... protocols) {
        this(socket, new TrustAll(), trust -> context(trust).createSSLEngine(), protocols);
    }

    private TlsPeer(Socket socket, TrustAll trust, Function<TrustAll, SSLEngine> engine, String... protocols) {
        this.socket = socket;
        this.trust = trust;
        this.engine = engine.apply(trust);
        this.engine.setUseClientMode(true);
        if (protocols.length > 0) {
            this.engine.setEnabledProtocols(protocols);
        }
    }

    /** Peers that remember their sessions and resume them. */
    static final class Regular {
        private final SSLContext memory = context(new TrustAll());

        TlsPeer connect(Socket socket, String... protocols) {
            return new TlsPeer(socket, new TrustAll(), trust -> memory.createSSLEngine("mail.example.test", 25), protocols);
        }
    }

    private static SSLContext context(TrustAll trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Mail servers' certificates are rarely checked; tests make their own. */
    private static final class TrustAll implements X509TrustManager {
        private boolean refuse;

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("we are no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            if (refuse || chain.length == 0) {
                throw new CertificateException("no certificate that we like");
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    TlsPeer handshake() throws IOException {
        engine.beginHandshake();
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_TASK -> engine.getDelegatedTask().run();
                default -> {
                    if (!unwrap()) {
                        throw new EOFException("closed during the handshake");
                    }
                }
            }
        }
        return this;
    }

    /** A handshake whose end goes out in one write with the first data. */
    TlsPeer handshake(String first) throws IOException {
        keeps = true;
        handshake();
        write(first);
        keeps = false;
        letGo();
        return this;
    }

    private void letGo() throws IOException {
        socket.getOutputStream().write(kept.toByteArray());
        kept.reset();
    }

    /** A handshake that ends with our alert certificate_unknown. */
    void refuseCertificate() throws IOException {
        trust.refuse = true;
        try {
            handshake();
        } catch (SSLException expected) {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING);
            }
            return;
        }
        throw new IllegalStateException("the certificate was accepted");
    }

    /** What was negotiated. */
    SSLSession session() {
        return engine.getSession();
    }

    /** The leaf certificate that the service showed. */
    X509Certificate certificate() throws IOException {
        return (X509Certificate) session().getPeerCertificates()[0];
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte... bytes) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            wrap(source);
        }
    }

    private SSLEngineResult wrap(ByteBuffer source) throws IOException {
        outgoing.clear();
        SSLEngineResult result = engine.wrap(source, outgoing);
        OutputStream to = keeps ? kept : socket.getOutputStream();
        to.write(outgoing.array(), 0, outgoing.position());
        return result;
    }

    /** Bytes as they come, at most so many. @return 0 at the end, and then {@link #end} tells which */
    int readSome(byte[] to, int size) throws IOException {
        while (!plaintext.hasRemaining()) {
            if (!unwrap()) {
                return 0;
            }
        }
        int n = Math.min(size, plaintext.remaining());
        plaintext.get(to, 0, n);
        return n;
    }

    String readText(int size) throws IOException {
        byte[] all = new byte[size];
        byte[] part = new byte[size];
        for (int got = 0; got < size;) {
            int n = readSome(part, size - got);
            if (n == 0) {
                throw new EOFException(end + " after " + got + " of " + size + " bytes");
            }
            System.arraycopy(part, 0, all, got, n);
            got += n;
        }
        return new String(all, StandardCharsets.ISO_8859_1);
    }

    /** Reads to the end, dropping what still comes. */
    End readToEnd() throws IOException {
        byte[] part = new byte[16_384];
        int n;
        do {
            n = readSome(part, part.length);
        } while (n > 0);
        return end;
    }

    /** Takes one record. @return false at the end */
    private boolean unwrap() throws IOException {
        if (end != null) {
            return false;
        }
        plaintext.compact();
        received.flip();
        SSLEngineResult result = engine.unwrap(received, plaintext);
        received.compact();
        plaintext.flip();
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> fill();
            case CLOSED -> end = End.CLOSE_NOTIFY;
            case BUFFER_OVERFLOW -> throw new IllegalStateException("record too large");
            default -> {
                if (result.bytesConsumed() == 0 && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                    throw new IllegalStateException("reading before the handshake");
                }
                runTasks();
            }
        }
        return end == null;
    }

    private void runTasks() {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        }
    }

    private void fill() throws IOException {
        if (keeps) {
            letGo();
        }
        try {
            int n = socket.getInputStream().read(received.array(), received.position(), received.remaining());
            if (n < 0) {
                end = End.WITHOUT_CLOSE_NOTIFY;
            } else {
                received.position(received.position() + n);
            }
        } catch (SocketException e) {
            end = End.WITHOUT_CLOSE_NOTIFY;     // reset: something of ours was unread
        }
    }

    /** Sends close_notify and nothing else; the TCP connection stays. */
    void closeNotify() throws IOException {
        engine.closeOutbound();
        SSLEngineResult result;
        do {
            result = wrap(NOTHING);
        } while (result.getStatus() == SSLEngineResult.Status.OK && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    /** Ends our side of the TCP connection, without close_notify. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Drops the connection with a TCP reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
