package org.tlsproxy.smtpd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.tlsproxy.posix.InternetSockets;
import org.tlsproxy.posix.InternetSockets.Endpoint;

/**
 * What a proxy says about its client in front of everything else, in version 1 or 2 of HAProxy's PROXY protocol.
 *
 * @param length how many bytes it has
 * @param ends   the client and the address that it reached; empty if the proxy speaks for itself
 */
record ProxyHeader(int length, Optional<Ends> ends) {

    /** No header is longer: version 2 with more than this is not for us. */
    static final int MOST = 536;

    private static final int MOST_V1 = 107;
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final int V2_START = 16;
    private static final Endpoint UNKNOWN = new Endpoint("::", 0);

    /** Both ends of the client's connection. */
    record Ends(Endpoint remote, Endpoint local) { }

    /** This is no header. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("no PROXY header", null, false, false);
        }
    }

    /** @return empty if more bytes are needed */
    static Optional<ProxyHeader> parse(byte[] bytes) throws Malformed {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        return bytes[0] == SIGNATURE[0] ? second(bytes) : first(bytes);
    }

    private static Optional<ProxyHeader> first(byte[] bytes) throws Malformed {
        String text = new String(bytes, 0, Math.min(bytes.length, MOST_V1), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n");
        if (end < 0) {
            String known = "PROXY ";
            need(text.startsWith(known.substring(0, Math.min(known.length(), text.length()))) && text.length() < MOST_V1);
            return Optional.empty();
        }
        String[] words = text.substring(0, end).split(" ", -1);
        need(words.length >= 2 && words[0].equals("PROXY"));
        if (words[1].equals("UNKNOWN")) {
            return Optional.of(new ProxyHeader(end + 2, Optional.of(new Ends(UNKNOWN, UNKNOWN))));
        }
        need(words.length == 6 && (words[1].equals("TCP4") || words[1].equals("TCP6")));
        boolean sixth = words[1].equals("TCP6");
        Ends ends = new Ends(endpoint(words[2], words[4], sixth), endpoint(words[3], words[5], sixth));
        return Optional.of(new ProxyHeader(end + 2, Optional.of(ends)));
    }

    private static Endpoint endpoint(String address, String port, boolean sixth) throws Malformed {
        Optional<byte[]> bytes = InternetSockets.bytes(address);
        int number = CommonOptions.number(port, 65_535);
        need(bytes.isPresent() && bytes.get().length == (sixth ? 16 : 4) && number >= 0 && Character.isDigit(port.charAt(0)));
        return new Endpoint(InternetSockets.text(bytes.get()), number);
    }

    private static Optional<ProxyHeader> second(byte[] bytes) throws Malformed {
        int compared = Math.min(bytes.length, SIGNATURE.length);
        need(Arrays.equals(bytes, 0, compared, SIGNATURE, 0, compared));
        if (bytes.length < V2_START) {
            return Optional.empty();
        }
        int length = V2_START + ((bytes[14] & 0xff) << 8 | bytes[15] & 0xff);
        int command = bytes[12] & 0xff;
        need((command == 0x20 || command == 0x21) && length <= MOST);
        if (bytes.length < length) {
            return Optional.empty();
        }
        int family = (bytes[13] & 0xff) >> 4;
        if (command == 0x20 || family != 1 && family != 2) {
            return Optional.of(new ProxyHeader(length, command == 0x20 ? Optional.empty() : Optional.of(new Ends(UNKNOWN, UNKNOWN))));
        }
        int size = family == 1 ? 4 : 16;
        need(length >= V2_START + 2 * size + 4);
        Ends ends = new Ends(endpoint(bytes, V2_START, size, 0), endpoint(bytes, V2_START + size, size, 2));
        return Optional.of(new ProxyHeader(length, Optional.of(ends)));
    }

    private static Endpoint endpoint(byte[] bytes, int at, int size, int portOffset) {
        int port = V2_START + 2 * size + portOffset;
        return new Endpoint(InternetSockets.text(Arrays.copyOfRange(bytes, at, at + size)),
            (bytes[port] & 0xff) << 8 | bytes[port + 1] & 0xff);
    }

    private static void need(boolean condition) throws Malformed {
        if (!condition) {
            throw new Malformed();
        }
    }
}
