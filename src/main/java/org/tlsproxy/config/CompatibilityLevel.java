package org.tlsproxy.config;

import java.util.OptionalLong;

/** Backward-compatibility levels, {@code major[.minor[.patch]]}, as numbers that compare like the levels do: 3.10 is more than 3.9. */
final class CompatibilityLevel {

    /** Bits of the minor number and of the patch number each: they go from 0 to 1023. */
    private static final int PART_BITS = 10;
    private static final long MAXIMUM_PART = (1 << PART_BITS) - 1;
    private static final long MAXIMUM_MAJOR = Long.MAX_VALUE >> 2 * PART_BITS;

    private CompatibilityLevel() { }

    /** The level as one number, or nothing when the text is none. */
    static OptionalLong parse(String text) {
        int firstDot = text.indexOf('.');
        int secondDot = firstDot < 0 ? -1 : text.indexOf('.', firstDot + 1);
        OptionalLong major = part(text, 0, firstDot, MAXIMUM_MAJOR);
        OptionalLong minor = firstDot < 0 ? OptionalLong.of(0) : part(text, firstDot + 1, secondDot, MAXIMUM_PART);
        OptionalLong patch = secondDot < 0 ? OptionalLong.of(0) : part(text, secondDot + 1, -1, MAXIMUM_PART);
        if (major.isEmpty() || minor.isEmpty() || patch.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((major.getAsLong() << PART_BITS | minor.getAsLong()) << PART_BITS | patch.getAsLong());
    }

    private static OptionalLong part(String text, int from, int dot, long maximum) {
        CNumber number = CNumber.parse(dot < 0 ? text.substring(from) : text.substring(from, dot));
        boolean good = number.isWhole() && number.value() >= 0 && number.value() <= maximum;
        return good ? OptionalLong.of(number.value()) : OptionalLong.empty();
    }
}
