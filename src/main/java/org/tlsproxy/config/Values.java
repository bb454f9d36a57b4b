package org.tlsproxy.config;

import org.tlsproxy.log.Fatal;

/** Turns the text of a value into what its type promises, or stops with Postfix's words for what is wrong with it. */
final class Values {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    private static final int WEEK = 7 * DAY;

    private Values() { }

    static String text(String name, String value, int minimum) {
        if (minimum > 0 && value.length() < minimum) {
            throw new Fatal("bad string length " + value.length() + " < " + minimum + ": " + name + " = " + value);
        }
        return value;
    }

    static String raw(String name, String value, int minimum) {
        if (minimum > 0 && value.length() < minimum) {
            throw new Fatal("bad string length (" + value.length() + " < " + minimum + "): " + name + " = " + value);
        }
        return value;
    }

    static int number(String name, String value, int minimum) {
        CNumber number = CNumber.parse(value);
        if (!number.isWhole() || number.value() != (int) number.value()) {
            throw new Fatal("bad numerical configuration: " + name + " = " + value);
        }
        if (minimum > 0 && number.value() < minimum) {
            throw new Fatal("invalid " + name + " parameter value " + number.value() + " < " + minimum);
        }
        return (int) number.value();
    }

    static boolean flag(String name, String value) {
        if (isWord(value, "yes")) {
            return true;
        }
        if (isWord(value, "no")) {
            return false;
        }
        throw new Fatal("bad boolean configuration: " + name + " = " + value);
    }

    /**
     * Seconds.
     *
     * @param defaultText gives the unit of a value that has none
     */
    static int seconds(String name, String value, String defaultText, int minimum) {
        int seconds = seconds(value, unitOf(defaultText));
        if (seconds < 0) {
            throw new Fatal("parameter " + name + ": bad time value or unit: " + value);
        }
        if (minimum > 0 && seconds < minimum) {
            throw new Fatal("invalid " + name + ": " + seconds + " (min " + minimum + ")");
        }
        return seconds;
    }

    /** The value in seconds; -1 for a bad number, a bad unit or an overflow. What follows the unit is not looked at. */
    private static int seconds(String value, char defaultUnit) {
        CNumber number = CNumber.parse(value);
        if (number.overflow() || number.value() < 0 || number.value() > Integer.MAX_VALUE) {
            return -1;
        }
        char unit = number.rest().isEmpty() && number.digits() > 0 ? defaultUnit : firstOf(number.rest());
        int factor = factor(unit);
        // Postfix's own overflow check refuses the largest multiple that would still fit.
        if (factor < 0 || factor > 1 && number.value() >= Integer.MAX_VALUE / factor) {
            return -1;
        }
        return (int) number.value() * factor;
    }

    private static char unitOf(String defaultText) {
        String rest = CNumber.parse(defaultText).rest();
        return rest.isEmpty() ? 's' : rest.charAt(0);
    }

    private static char firstOf(String text) {
        return text.isEmpty() ? '\0' : text.charAt(0);
    }

    /** Seconds in a unit of time; -1 if the character is none. */
    static int factor(char unit) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> MINUTE;
            case 'h' -> HOUR;
            case 'd' -> DAY;
            case 'w' -> WEEK;
            default -> -1;
        };
    }

    /** Compares as C's strcasecmp: String.equalsIgnoreCase would accept letters of other alphabets. */
    private static boolean isWord(String value, String word) {
        if (value.length() != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = value.charAt(i);
            if ((c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
