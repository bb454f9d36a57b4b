package org.tlsproxy.trust;

import java.util.Arrays;
import java.util.Optional;

/** IP addresses written out, without asking the resolver about anything. */
final class AddressLiteral {

    private static final int FOUR = 4;
    private static final int SIXTEEN = 16;

    private AddressLiteral() { }

    /** @return 4 or 16 bytes; empty if the text is no address */
    static Optional<byte[]> parse(String text) {
        return text.indexOf(':') >= 0 ? six(text) : four(text);
    }

    private static Optional<byte[]> four(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] address = new byte[FOUR];
        for (int i = 0; i < FOUR; i++) {
            int value = parts.length == FOUR ? number(parts[i], 10, 3) : -1;
            if (value < 0 || value > 255) {
                return Optional.empty();
            }
            address[i] = (byte) value;
        }
        return Optional.of(address);
    }

    private static Optional<byte[]> six(String text) {
        int gap = text.indexOf("::");
        Optional<byte[]> head = groups(gap < 0 ? text : text.substring(0, gap));
        Optional<byte[]> tail = gap < 0 ? Optional.of(new byte[0]) : groups(text.substring(gap + 2));
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int length = head.get().length + tail.get().length;
        if (gap < 0 ? length != SIXTEEN : length >= SIXTEEN) {
            return Optional.empty();
        }
        byte[] address = Arrays.copyOf(head.get(), SIXTEEN);
        System.arraycopy(tail.get(), 0, address, SIXTEEN - tail.get().length, tail.get().length);
        return Optional.of(address);
    }

    /** Groups of four hex digits, the last perhaps an IPv4 address; up to 16 bytes. */
    private static Optional<byte[]> groups(String text) {
        byte[] bytes = new byte[SIXTEEN + FOUR];
        int count = 0;
        String[] groups = text.isEmpty() ? new String[0] : text.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            Optional<byte[]> four = i == groups.length - 1 ? four(groups[i]) : Optional.empty();
            int value = four.isPresent() ? 0 : number(groups[i], SIXTEEN, FOUR);
            if (value < 0 || count >= SIXTEEN) {
                return Optional.empty();
            }
            byte[] group = four.orElse(new byte[] {(byte) (value >> 8), (byte) value});
            System.arraycopy(group, 0, bytes, count, group.length);
            count += group.length;
        }
        return count > SIXTEEN ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, count));
    }

    private static int number(String digits, int base, int longest) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), base) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * base + digit;
        }
        return digits.isEmpty() || digits.length() > longest ? -1 : value;
    }
}
