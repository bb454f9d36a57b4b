package org.tlsproxy.config;

import java.util.ArrayList;
import java.util.List;

/** A value that is a list: words between blanks, line ends and commas. */
public final class ListText {

    private ListText() { }

    /** The words, in order; none for an empty value. */
    public static List<String> words(String value) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= value.length(); at++) {
            if (at == value.length() || isSeparator(value.charAt(at))) {
                if (at > start) {
                    words.add(value.substring(start, at));
                }
                start = at + 1;
            }
        }
        return words;
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',';
    }
}
