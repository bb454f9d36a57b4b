package org.tlsproxy.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A remote client that sends bytes of its own making. It sees the alerts that come back.
 *
 * @param bytes   what it sends
 * @param then    what it does afterwards
 * @param seconds the handshake's time limit in the request
 */
record RawClient(byte[] bytes, Then then, int seconds) implements RemoteClient {

    /** How the client goes on. */
    enum Then { WAIT, CLOSE, RESET }

    static RawClient hex(String digits) {
        return new RawClient(HexFormat.of().parseHex(digits.replace(" ", "")), Then.WAIT, PATIENT);
    }

    RawClient then(Then next) {
        return new RawClient(bytes, next, seconds);
    }

    RawClient within(int limit) {
        return new RawClient(bytes, then, limit);
    }

    @Override
    public int handshakeSeconds() {
        return seconds;
    }

    @Override
    public Visit connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Command.PATIENCE.toMillis());
        return new RawVisit(this, socket);
    }

    private record RawVisit(RawClient plan, Socket socket) implements Visit {

        @Override
        public void act() throws IOException {
            socket.getOutputStream().write(plan.bytes);
            if (plan.then == Then.RESET) {
                socket.setSoLinger(true, 0);
            }
            if (plan.then != Then.WAIT) {
                socket.close();
            }
        }

        @Override
        public List<String> seen() throws IOException {
            return socket.isClosed() ? List.of() : alerts(received());
        }

        private byte[] received() throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(all);
            } catch (SocketException e) {
                // closed with something of ours unread: what came before it counts
            }
            return all.toByteArray();
        }

        private static List<String> alerts(byte[] bytes) {
            List<String> found = new ArrayList<>();
            for (int at = 0; at + 5 <= bytes.length; at += 5 + ((bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff)) {
                boolean alert = bytes[at] == 21 && at + 7 <= bytes.length;
                found.add(alert ? "alert " + bytes[at + 5] + " " + bytes[at + 6] : "record " + bytes[at]);
            }
            found.add("end");
            return found;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
