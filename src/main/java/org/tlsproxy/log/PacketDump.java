package org.tlsproxy.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The hexadecimal dump of network I/O that Postfix writes at TLS log level 3 (handshake) and 4 (all): a head line, then 16 bytes a
 * line. The buffer's addresses, which mean nothing outside the C library, are 0. Severity info.
 */
public final class PacketDump {

    private static final int ROW = 16;
    private static final String ADDRESSES = " 00000000 [00000000] (";

    private PacketDump() { }

    /** What came from the network. @param asked size of the buffer that was offered */
    public static List<String> read(byte[] data, int offset, int length, int asked) {
        return dump("read from" + ADDRESSES + asked + " bytes => " + length + hex(length) + ")", data, offset, length);
    }

    /** What went to the network. */
    public static List<String> written(byte[] data, int offset, int length) {
        return dump("write to" + ADDRESSES + length + " bytes => " + length + hex(length) + ")", data, offset, length);
    }

    private static String hex(int length) {
        return " (0x" + Integer.toHexString(length).toUpperCase(java.util.Locale.ROOT) + ")";
    }

    private static List<String> dump(String head, byte[] data, int offset, int length) {
        List<String> lines = new ArrayList<>(length / ROW + 3);
        lines.add(head);
        int shown = length;
        while (shown > 0 && (data[offset + shown - 1] == ' ' || data[offset + shown - 1] == 0)) {
            shown--;
        }
        for (int at = 0; at < shown; at += ROW) {
            lines.add(row(data, offset, at, shown));
        }
        if (shown < length) {
            lines.add(offset4(length) + " - <SPACES/NULLS>");
        }
        return lines;
    }

    private static String row(byte[] data, int offset, int at, int end) {
        StringBuilder line = new StringBuilder(80).append(offset4(at)).append(' ');
        StringBuilder text = new StringBuilder(ROW + 1);
        for (int i = 0; i < ROW; i++) {
            if (at + i >= end) {
                line.append("   ");
                continue;
            }
            int b = data[offset + at + i] & 0xff;
            line.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16)).append(i == 7 ? '|' : ' ');
            text.append(b >= ' ' && b < 0x7f ? (char) b : '.').append(i == 7 ? " " : "");
        }
        return line.append(' ').append(text).toString();
    }

    private static String offset4(int value) {
        String digits = Integer.toHexString(value);
        return "0000".substring(Math.min(4, digits.length())) + digits;
    }
}
