package org.tlsproxy.trust;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.tlsproxy.trust.Der.MalformedException;

/**
 * A name in the form in which OpenSSL compares and hashes names: strings as UTF-8, ASCII letters in lower case, blanks at the ends
 * dropped and runs of blanks made one. What is no string stays as it is;
 * a string with malformed characters makes the name one that OpenSSL does not read.
 */
final class CanonicalName {

    private static final int SET = 0x31;
    private static final int UTF8_STRING = 12;
    private static final int HASHED = 4;

    private final byte[] encoding;

    private CanonicalName(byte[] encoding) {
        this.encoding = encoding;
    }

    /** @param der Name */
    static CanonicalName of(byte[] der) throws MalformedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(der.length);
        Der sets = Der.of(der).into(Der.SEQUENCE);
        while (!sets.isEmpty()) {
            Der set = sets.into(SET);
            List<byte[]> pairs = new ArrayList<>(1);
            while (!set.isEmpty()) {
                pairs.add(pair(set.into(Der.SEQUENCE)));
            }
            pairs.sort(Arrays::compareUnsigned);
            out.writeBytes(DerWriter.wrap(SET, pairs.toArray(byte[][]::new)));
        }
        return new CanonicalName(out.toByteArray());
    }

    private static byte[] pair(Der pair) throws MalformedException {
        byte[] oid = pair.into(Der.OID).rest();
        int tag = pair.tag();
        byte[] whole = Der.of(pair.rest()).whole();
        byte[] value = pair.into(tag).rest();
        if (!isCanonical(tag)) {
            return DerWriter.wrap(Der.SEQUENCE, DerWriter.wrap(Der.OID, oid), whole);
        }
        byte[] text = NameText.utf8(new DistinguishedName.Attribute(oid, tag, value, false)).orElseThrow(Der::nested);
        return DerWriter.wrap(Der.SEQUENCE, DerWriter.wrap(Der.OID, oid), DerWriter.wrap(UTF8_STRING, fold(text)));
    }

    /** UTF-8, Printable, T61, IA5, Visible, Universal, BMP. */
    private static boolean isCanonical(int tag) {
        return tag == UTF8_STRING || tag == 19 || tag == 20 || tag == 22 || tag == 26 || tag == 28 || tag == 30;
    }

    private static byte[] fold(byte[] text) {
        int from = 0;
        int to = text.length;
        while (from < to && isBlank(text[from])) {
            from++;
        }
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        byte[] folded = new byte[to - from];
        int count = 0;
        for (int i = from; i < to; i++) {
            if (!isBlank(text[i])) {
                folded[count++] = (byte) (text[i] >= 'A' && text[i] <= 'Z' ? text[i] | 0x20 : text[i]);
            } else if (!isBlank(text[i - 1])) {
                folded[count++] = ' ';
            }
        }
        return Arrays.copyOf(folded, count);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    /** Eight hex digits: what c_rehash names a file after. */
    String hash() {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-1").digest(encoding);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
        byte[] turned = new byte[HASHED];
        for (int i = 0; i < HASHED; i++) {
            turned[i] = digest[HASHED - 1 - i];
        }
        return HexFormat.of().formatHex(turned);
    }

    /** As far as this name goes, does the other one say the same? */
    boolean contains(CanonicalName other) {
        return other.encoding.length >= encoding.length
            && Arrays.equals(encoding, 0, encoding.length, other.encoding, 0, encoding.length);
    }

    boolean isEmpty() {
        return encoding.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CanonicalName name && Arrays.equals(encoding, name.encoding);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoding);
    }
}
