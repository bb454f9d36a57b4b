package org.tlsproxy.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The effective value of every parameter, fixed when the process starts: main.cf is not looked at again. Texts have one
 * {@code char} for each byte of main.cf. Asking for a parameter that is not in the table, or by the wrong type, is a fault of the
 * program and throws {@link IllegalArgumentException}.
 */
public final class Settings {

    private static final byte[] MAGIC = {'T', 'P', 'S', '1'};

    /** Who gave a parameter its value. */
    public enum Origin {
        /** The installed release does not have the parameter; the value is the one that changes nothing. */
        ABSENT,
        DEFAULT,
        /** main.cf or a {@code -o} option. */
        EXPLICIT
    }

    private enum Kind { TEXT, NUMBER, FLAG, SECONDS }

    private record Setting(Kind kind, Origin origin, String text, int number) { }

    private final MailVersion version;
    private final SortedMap<String, Setting> settings;

    private Settings(MailVersion version, SortedMap<String, Setting> settings) {
        this.version = version;
        this.settings = settings;
    }

    /** The release of the installed Postfix, or the one assumed in its place. */
    public MailVersion version() {
        return version;
    }

    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(settings.keySet()));
    }

    /** The expanded text of a text parameter. */
    public String text(String name) {
        return setting(name, Kind.TEXT).text();
    }

    public int number(String name) {
        return setting(name, Kind.NUMBER).number();
    }

    public boolean flag(String name) {
        return setting(name, Kind.FLAG).number() != 0;
    }

    /** A time, in seconds. */
    public int seconds(String name) {
        return setting(name, Kind.SECONDS).number();
    }

    /** True when main.cf or an option sets the parameter, be it to nothing. */
    public boolean isExplicit(String name) {
        return any(name).origin() == Origin.EXPLICIT;
    }

    /** True when the installed release of Postfix has the parameter. */
    public boolean isKnown(String name) {
        return any(name).origin() != Origin.ABSENT;
    }

    /** The snapshot that a worker is given; {@link #decode} reads it. */
    public byte[] encode() {
        SnapshotWriter out = new SnapshotWriter(MAGIC);
        out.number(version.major()).number(version.minor()).number(version.patch()).number(version.snapshot());
        out.number(settings.size());
        for (var entry : settings.entrySet()) {
            Setting setting = entry.getValue();
            out.text(entry.getKey()).number(setting.kind().ordinal()).number(setting.origin().ordinal());
            if (setting.kind() == Kind.TEXT) {
                out.text(setting.text());
            } else {
                out.number(setting.number());
            }
        }
        return out.bytes();
    }

    /** @throws IllegalArgumentException when the bytes are not exactly what {@link #encode} makes */
    public static Settings decode(byte[] snapshot) {
        SnapshotReader in = new SnapshotReader(snapshot, MAGIC);
        MailVersion version = new MailVersion(in.number(), in.number(), in.number(), in.number());
        Builder builder = new Builder(version);
        int count = in.number();
        String previous = "";
        for (int i = 0; i < count; i++) {
            String name = in.text();
            if (name.compareTo(previous) <= 0) {
                throw new IllegalArgumentException("settings out of order: " + name);
            }
            previous = name;
            builder.add(name, decodeSetting(in));
        }
        in.end();
        return builder.build();
    }

    private static Setting decodeSetting(SnapshotReader in) {
        Kind kind = in.oneOf(Kind.values());
        Origin origin = in.oneOf(Origin.values());
        String text = kind == Kind.TEXT ? in.text() : "";
        int number = kind == Kind.TEXT ? 0 : in.number();
        if (kind == Kind.FLAG && (number & ~1) != 0) {
            throw new IllegalArgumentException("neither yes nor no: " + number);
        }
        return new Setting(kind, origin, text, number);
    }

    private Setting setting(String name, Kind kind) {
        Setting setting = any(name);
        if (setting.kind() != kind) {
            throw new IllegalArgumentException("parameter " + name + " is asked for as " + kind + " and is " + setting.kind());
        }
        return setting;
    }

    private Setting any(String name) {
        Setting setting = settings.get(name);
        if (setting == null) {
            throw new IllegalArgumentException("no such parameter: " + name);
        }
        return setting;
    }

    /** Collects the values while they are read. */
    public static final class Builder {

        private final MailVersion version;
        private final SortedMap<String, Setting> settings = new TreeMap<>();

        public Builder(MailVersion version) {
            this.version = version;
        }

        public Builder addText(String name, String text, Origin origin) {
            return add(name, new Setting(Kind.TEXT, origin, text, 0));
        }

        public Builder addNumber(String name, int number, Origin origin) {
            return add(name, new Setting(Kind.NUMBER, origin, "", number));
        }

        public Builder addFlag(String name, boolean flag, Origin origin) {
            return add(name, new Setting(Kind.FLAG, origin, "", flag ? 1 : 0));
        }

        public Builder addSeconds(String name, int seconds, Origin origin) {
            return add(name, new Setting(Kind.SECONDS, origin, "", seconds));
        }

        public Settings build() {
            return new Settings(version, new TreeMap<>(settings));
        }

        private Builder add(String name, Setting setting) {
            if (settings.put(name, setting) != null) {
                throw new IllegalArgumentException("parameter given twice: " + name);
            }
            return this;
        }
    }
}
