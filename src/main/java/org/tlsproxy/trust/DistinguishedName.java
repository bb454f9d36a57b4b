package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.trust.Der.MalformedException;

/** The name of a subject or issuer: attributes in order, as their bytes stand in the certificate. */
final class DistinguishedName {

    static final byte[] COMMON_NAME = {0x55, 4, 3};
    static final byte[] ORGANIZATION = {0x55, 4, 10};

    private static final int SET = 0x31;
    private static final int GENERAL_STRING = 27;
    private static final int CHARACTER = 4;
    private static final String HEX = "0123456789ABCDEF";

    private final List<Attribute> attributes;

    private DistinguishedName(List<Attribute> attributes) {
        this.attributes = attributes;
    }

    /** @param oid without tag and length, @param tag of the value, @param value its content, @param joined belongs to the one before it */
    record Attribute(byte[] oid, int tag, byte[] value, boolean joined) { }

    /** @param der Name */
    static DistinguishedName read(byte[] der) throws MalformedException {
        List<Attribute> attributes = new ArrayList<>();
        Der sets = Der.of(der).into(Der.SEQUENCE);
        while (!sets.isEmpty()) {
            Der set = sets.into(SET);
            for (boolean joined = false; !set.isEmpty(); joined = true) {
                Der pair = set.into(Der.SEQUENCE);
                byte[] oid = pair.into(Der.OID).rest();
                int tag = pair.tag();
                attributes.add(new Attribute(oid, tag, pair.into(tag).rest(), joined));
            }
        }
        return new DistinguishedName(attributes);
    }

    Optional<Attribute> first(byte[] oid) {
        for (Attribute attribute : attributes) {
            if (Arrays.equals(attribute.oid(), oid)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }

    List<Attribute> all(byte[] oid) {
        List<Attribute> found = new ArrayList<>();
        for (Attribute attribute : attributes) {
            if (Arrays.equals(attribute.oid(), oid)) {
                found.add(attribute);
            }
        }
        return found;
    }

    /**
     * As OpenSSL's X509_NAME_oneline, {@code /O=…/CN=…+OU=…}; bytes that are not printable ASCII as {@code \xHH}, those that would look
     * like the next attribute behind a backslash.
     *
     * @param longest attributes from the first that does not fit are left out
     */
    String oneLine(int longest) {
        StringBuilder line = new StringBuilder(64);
        for (Attribute attribute : attributes) {
            int before = line.length();
            line.append(attribute.joined() ? '+' : '/').append(AttributeNames.name(attribute.oid())).append('=');
            value(attribute, line);
            if (line.length() > longest) {
                line.setLength(before);
                break;
            }
        }
        return line.toString();
    }

    private static void value(Attribute attribute, StringBuilder line) {
        byte[] bytes = attribute.value();
        int from = isWide(attribute) ? CHARACTER - 1 : 0;
        int step = from == 0 ? 1 : CHARACTER;
        for (int i = from; i < bytes.length; i += step) {
            int b = bytes[i] & 0xff;
            if (b >= ' ' && b <= '~') {
                line.append(b == '/' || b == '+' ? "\\" : "").append((char) b);
            } else {
                line.append("\\x").append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
            }
        }
    }

    /** OpenSSL's guess that a GeneralString with zeroes in three of four bytes has four bytes to a character. */
    private static boolean isWide(Attribute attribute) {
        byte[] bytes = attribute.value();
        if (attribute.tag() != GENERAL_STRING || bytes.length % CHARACTER != 0) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != 0 && i % CHARACTER != CHARACTER - 1) {
                return false;
            }
        }
        return true;
    }
}
