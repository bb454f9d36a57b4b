package org.tlsproxy.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** An SMTP client that sends what it is told and trusts everybody. Session names in what it hears become TESTID. */
final class SmtpClient implements AutoCloseable {

    private static final int QUIET_MILLIS = 300;
    private static final int PATIENCE_MILLIS = 30_000;

    private Socket socket;
    private final StringBuilder heard = new StringBuilder();

    private SmtpClient(Socket socket) {
        this.socket = socket;
    }

    static SmtpClient plain(int port) throws IOException {
        return new SmtpClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static SmtpClient tls(int port) throws IOException {
        SmtpClient client = plain(port);
        client.startTls();
        return client;
    }

    /** TLS from here on. @return the version that was negotiated */
    String startTls() throws IOException {
        SSLSocket secure = (SSLSocket) context().getSocketFactory().createSocket(socket, "mx.example", socket.getPort(), true);
        secure.setUseClientMode(true);
        secure.setSoTimeout(PATIENCE_MILLIS);
        secure.startHandshake();
        socket = secure;
        return secure.getSession().getProtocol();
    }

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new X509TrustManager() {
                @Override
                public void checkClientTrusted(X509Certificate[] chain, String kind) { }

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String kind) { }

                @Override
                public X509Certificate[] getAcceptedIssuers() {
                    return new X509Certificate[0];
                }
            }}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SmtpClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Hears until what it heard ends like this. */
    SmtpClient hear(String end) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        while (!text().endsWith(end)) {
            if (!read()) {
                throw new AssertionError("the end came first: " + text());
            }
        }
        return this;
    }

    /** Sends a line and hears a reply of one line. */
    String answer(String line) throws IOException {
        int before = text().length();
        send(line);
        socket.setSoTimeout(PATIENCE_MILLIS);
        while (text().length() == before || !text().endsWith("\r\n")) {
            if (!read()) {
                throw new AssertionError("the end came first: " + text());
            }
        }
        return text().substring(before);
    }

    /** Sends a byte, hears for a moment, sends another one, until the other side has had enough. @return how long that took */
    long dribble() throws IOException {
        long start = System.nanoTime();
        socket.setSoTimeout(QUIET_MILLIS);
        while (true) {
            try {
                send("x");
                while (read()) {
                    continue;
                }
                return (System.nanoTime() - start) / 1_000_000;
            } catch (SocketTimeoutException e) {
                continue;   // it is still listening
            }
        }
    }

    /** Hears something, until there is a moment of silence or the end. */
    SmtpClient hearSome() throws IOException {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            while (read()) {
                socket.setSoTimeout(QUIET_MILLIS);
            }
        } catch (SocketTimeoutException e) {
            return this;    // silence is what was waited for
        }
        return this;
    }

    /** Hears until the end. */
    SmtpClient hearAll() throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        while (read()) {
            continue;
        }
        return this;
    }

    private boolean read() throws IOException {
        byte[] bytes = new byte[65_536];
        int n = socket.getInputStream().read(bytes);
        if (n > 0) {
            heard.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
        }
        return n >= 0;
    }

    /** Says that it sends no more. */
    SmtpClient end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    String text() {
        return heard.toString().replaceAll("\\[[A-Za-z0-9]{8,16}]", "[TESTID]");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
