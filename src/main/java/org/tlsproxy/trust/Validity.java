package org.tlsproxy.trust;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.tlsproxy.trust.Der.MalformedException;

/** From when until when a certificate is valid, both included, in seconds since 1970. */
record Validity(long from, long until) {

    private static final int UTC_TIME = 23;
    private static final int GENERALIZED_TIME = 24;
    private static final int UTC_LENGTH = 13;
    private static final int PIVOT = 50;

    static Validity read(Der fields) throws MalformedException {
        return new Validity(time(fields), time(fields));
    }

    /** RFC 5280 4.1.2.5: seconds are there, the zone is Z. */
    private static long time(Der fields) throws MalformedException {
        int tag = fields.tag();
        String text = new String(fields.into(tag).rest(), StandardCharsets.ISO_8859_1);
        boolean utc = tag == UTC_TIME;
        if (!utc && tag != GENERALIZED_TIME || text.length() != (utc ? UTC_LENGTH : UTC_LENGTH + 2) || !text.endsWith("Z")) {
            throw Der.nested();
        }
        try {
            int year = utc ? number(text, 0, 2) : number(text, 0, 4);
            int at = utc ? 2 : 4;
            int full = !utc ? year : year < PIVOT ? 2000 + year : 1900 + year;
            return LocalDateTime.of(full, number(text, at, at + 2), number(text, at + 2, at + 4), number(text, at + 4, at + 6),
                number(text, at + 6, at + 8), number(text, at + 8, at + 10)).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            throw Der.nested();
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseUnsignedInt(text, from, to, 10);
    }

    boolean includes(long now) {
        return from <= now && now <= until;
    }
}
