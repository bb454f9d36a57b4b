package org.tlsproxy.wire;

import java.util.Optional;

/**
 * Which Postfix release the programs on the other end belong to. It comes from mail_version, not from what a client sends: the
 * server must know who speaks first, and a request for the server role tells nothing. A client's settings only confirm it.
 */
public final class Generation {

    /** For lists that are the same in all releases. */
    static final Generation ANY = new Generation("any", Release.NONE - 1);

    private final String mailVersion;
    private final long traits;

    private Generation(String mailVersion, long release) {
        this.mailVersion = mailVersion;
        long bits = 0;
        for (Trait trait : Trait.values()) {
            bits |= trait.holdsFor(release) ? trait.bit() : 0;
        }
        this.traits = bits;
    }

    /**
     * @param mailVersion as {@code postconf -dh mail_version} prints it: 3.7.11, 3.12-20260821
     * @return empty if that names no release since 3.4; a release newer than all known ones is taken for the newest known
     */
    public static Optional<Generation> of(String mailVersion) {
        String trimmed = mailVersion.trim();
        long release = Release.parse(trimmed);
        return release < Release.OLDEST ? Optional.empty() : Optional.of(new Generation(trimmed, release));
    }

    /** True if this release has what not every release has. */
    public boolean has(Trait trait) {
        return (traits & trait.bit()) != 0;
    }

    /** As it was given. */
    public String mailVersion() {
        return mailVersion;
    }

    long traits() {
        return traits;
    }

    @Override
    public String toString() {
        return mailVersion;
    }
}
