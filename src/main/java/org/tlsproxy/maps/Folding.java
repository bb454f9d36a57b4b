package org.tlsproxy.maps;

/** Lower case as tables with fixed strings mean it: ASCII letters only, whatever the locale. */
final class Folding {

    private Folding() { }

    static String lower(String text) {
        int at = 0;
        while (at < text.length() && (text.charAt(at) < 'A' || text.charAt(at) > 'Z')) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        char[] folded = text.toCharArray();
        for (; at < folded.length; at++) {
            if (folded[at] >= 'A' && folded[at] <= 'Z') {
                folded[at] = (char) (folded[at] + 'a' - 'A');
            }
        }
        return new String(folded);
    }
}
