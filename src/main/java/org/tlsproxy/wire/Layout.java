package org.tlsproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The table of one attribute list: which attributes, in which order, of which type, since which release. Immutable. */
final class Layout {

    /** How a value is written, and what follows it. */
    enum Kind {
        /** Any bytes but NUL. */
        TEXT,
        /** 32 bits, unsigned decimal. */
        NUMBER,
        /** 64 bits, unsigned decimal. */
        LONG_NUMBER,
        /** Base64. */
        DATA,
        /** A number, then so many texts; at most {@link AttributeScanner#MAX_STRINGS}. */
        STRINGS,
        /** A number, then the body once unless the number is 0. */
        OPTIONAL_GROUP,
        /** A number, then so many times the body; a negative number counts as 0, as in Postfix. */
        GROUPS,
        /** An attribute that nobody asked for, in a lenient reader. */
        SKIPPED
    }

    /** One attribute. */
    static final class Row {
        final String name;
        final byte[] bytes;
        final Kind kind;
        final Trait trait;
        final Body body;

        private Row(String name, Kind kind, Trait trait, Body body) {
            this.name = name;
            this.bytes = name.getBytes(StandardCharsets.US_ASCII);
            this.kind = kind;
            this.trait = trait;
            this.body = body;
        }

        /** The same attribute, in releases with this trait only. */
        Row in(Trait only) {
            return new Row(name, kind, only, body);
        }

        boolean isNamed(byte[] buf, int off, int len) {
            return len == bytes.length && Arrays.equals(bytes, 0, len, buf, off, off + len);
        }
    }

    /** What a group consists of: now, and before TLSA records were sent as such. */
    record Body(Layout now, Layout before36) {
        Layout in(Generation generation) {
            return generation.has(Trait.TLSA_RECORDS) ? now : before36;
        }
    }

    static final Layout EMPTY = new Layout(new Row[0]);
    static final Row SKIPPED = new Row("", Kind.SKIPPED, Trait.ALWAYS, new Body(EMPTY, EMPTY));

    private static final Layout STRING = of(text("argv_value"));

    private final Row[] rows;

    private Layout(Row[] rows) {
        this.rows = rows;
    }

    static Layout of(Row... rows) {
        return new Layout(rows.clone());
    }

    static Layout join(Layout... parts) {
        int size = 0;
        for (Layout part : parts) {
            size += part.rows.length;
        }
        Row[] all = new Row[size];
        int at = 0;
        for (Layout part : parts) {
            System.arraycopy(part.rows, 0, all, at, part.rows.length);
            at += part.rows.length;
        }
        return new Layout(all);
    }

    static Row text(String name) {
        return new Row(name, Kind.TEXT, Trait.ALWAYS, new Body(EMPTY, EMPTY));
    }

    static Row number(String name) {
        return new Row(name, Kind.NUMBER, Trait.ALWAYS, new Body(EMPTY, EMPTY));
    }

    static Row longNumber(String name) {
        return new Row(name, Kind.LONG_NUMBER, Trait.ALWAYS, new Body(EMPTY, EMPTY));
    }

    static Row data(String name) {
        return new Row(name, Kind.DATA, Trait.ALWAYS, new Body(EMPTY, EMPTY));
    }

    static Row strings() {
        return new Row("argv_size", Kind.STRINGS, Trait.ALWAYS, new Body(STRING, STRING));
    }

    static Row optionalGroup(String name, Layout now, Layout before36) {
        return new Row(name, Kind.OPTIONAL_GROUP, Trait.ALWAYS, new Body(now, before36));
    }

    static Row groups(String name, Layout body) {
        return new Row(name, Kind.GROUPS, Trait.ALWAYS, new Body(body, body));
    }

    int size() {
        return rows.length;
    }

    Row row(int index) {
        return rows[index];
    }

    /** @return the next row from there on that this generation sends for certain, or {@link #size()} */
    int expected(int from, Generation generation) {
        int at = from;
        while (at < rows.length && !generation.has(rows[at].trait)) {
            at++;
        }
        return at;
    }

    /** @return the next row from there on that every generation sends, or {@link #size()} */
    int required(int from) {
        int at = from;
        while (at < rows.length && rows[at].trait != Trait.ALWAYS) {
            at++;
        }
        return at;
    }

    /** The traits that show in a list of this generation. */
    long traits(Generation generation) {
        long bits = 0;
        for (Row row : rows) {
            bits |= row.trait.bit();
        }
        return bits & generation.traits();
    }

    /** Prints the rows that this generation sends; an absent value is an empty one, except for an attribute of some builds only. */
    void print(Object[] values, Generation generation, AttributeBuffer out) {
        for (int i = 0; i < rows.length; i++) {
            Row row = rows[i];
            if (generation.has(row.trait) || row.trait == Trait.TLSRPT_BUILD && values[i] != null
                    && generation.has(Trait.FAILURE_REPORTS)) {
                print(row, values[i], generation, out);
            }
        }
    }

    private static void print(Row row, Object value, Generation generation, AttributeBuffer out) {
        switch (row.kind) {
            case TEXT -> out.text(row, value == null ? "" : (String) value);
            case NUMBER -> out.number(row, value == null ? 0 : (Integer) value);
            case LONG_NUMBER -> out.longNumber(row, value == null ? 0 : (Long) value);
            case DATA -> out.data(row, value == null ? new byte[0] : (byte[]) value);
            default -> printGroups(row, Fields.groups(value), generation, out);
        }
    }

    private static void printGroups(Row row, List<Object[]> groups, Generation generation, AttributeBuffer out) {
        out.number(row, groups.size());
        Layout body = row.body.in(generation);
        for (Object[] group : groups) {
            body.print(group, generation, out);
        }
    }

    /** The texts and numbers that are there, as {@code name=value} lines. */
    String plainText(Object[] values) {
        StringBuilder out = new StringBuilder(1024);
        for (int i = 0; i < rows.length; i++) {
            if (values[i] != null) {
                out.append(rows[i].name).append('=');
                out.append(values[i] instanceof Integer number ? Integer.toUnsignedString(number) : values[i]).append('\n');
            }
        }
        return out.toString();
    }
}
