package org.tlsproxy.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads a cipher list as OpenSSL 3.0 does, letter by letter, because what it does with odd input (two words without a separator, a
 * DEFAULT that goes on, characters that belong nowhere) is visible in which suites a site offers.
 */
final class CipherListEvaluator {

    private static final String DEFAULT_RULES = "ALL:!COMPLEMENTOFDEFAULT:!eNULL";
    private static final char ADD = 0;

    private final CipherRanking ranking = new CipherRanking();
    private String text;
    private int at;
    private OptionalInt securityLevel = OptionalInt.empty();

    CipherListEvaluator(String list) {
        text = suiteB(list);
    }

    CipherList evaluate() {
        if (!processAll()) {
            return CipherList.Fault.INVALID_COMMAND;
        }
        List<CipherSuite> matching = ranking.result();
        if (matching.isEmpty()) {
            return CipherList.Fault.NO_CIPHER_MATCH;
        }
        List<Integer> ids = new ArrayList<>(matching.size());
        for (CipherSuite suite : matching) {
            if (suite.supported()) {
                ids.add(suite.id());
            }
        }
        return new CipherList.Suites(ids, securityLevel);
    }

    /** What the list names, suites that we never offer included; for comparison with OpenSSL. Empty for a faulty list. */
    List<CipherSuite> matching() {
        return processAll() ? ranking.result() : List.of();
    }

    /** SUITEB words at the beginning stand for the whole list, whatever follows. */
    private static String suiteB(String list) {
        if (list.startsWith("SUITEB128ONLY")) {
            return "ECDHE-ECDSA-AES128-GCM-SHA256";
        }
        if (list.startsWith("SUITEB128C2") || list.startsWith("SUITEB192")) {
            return "ECDHE-ECDSA-AES256-GCM-SHA384";
        }
        return list.startsWith("SUITEB128") ? "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384" : list;
    }

    private boolean processAll() {
        if (text.startsWith("DEFAULT")) {
            String rest = text.substring("DEFAULT".length());
            text = DEFAULT_RULES;
            process();
            text = rest;
            at = 0;
        }
        return process();
    }

    private boolean process() {
        while (at < text.length()) {
            char operator = operator();
            if (operator == ADD && isSeparator(text.charAt(at))) {
                at++;
            } else if (!(operator == '@' ? special() : element(operator))) {
                return false;
            }
        }
        return true;
    }

    private char operator() {
        char c = text.charAt(at);
        if (c == '-' || c == '+' || c == '!' || c == '@') {
            at++;
            return c;
        }
        return ADD;
    }

    private boolean element(char operator) {
        CipherPattern pattern = CipherPattern.ANY;
        boolean more = true;
        while (more) {
            String word = word();
            if (word.isEmpty()) {
                return false;
            }
            more = at < text.length() && text.charAt(at) == '+';
            if (more) {
                at++;
            }
            pattern = pattern.and(word);
            if (pattern == CipherPattern.NOTHING) {
                skipToSeparator();
                return true;
            }
        }
        apply(operator, pattern);
        return true;
    }

    private void apply(char operator, CipherPattern pattern) {
        switch (operator) {
            case '+':
                ranking.order(pattern);
                break;
            case '-':
                ranking.delete(pattern);
                break;
            case '!':
                ranking.kill(pattern);
                break;
            default:
                ranking.add(pattern);
        }
    }

    private boolean special() {
        String word = word();
        if (word.equals("STRENGTH")) {
            ranking.sortByStrength();
        } else if (word.length() == 10 && word.startsWith("SECLEVEL=") && word.charAt(9) >= '0' && word.charAt(9) <= '5') {
            securityLevel = OptionalInt.of(word.charAt(9) - '0');
        } else {
            return false;
        }
        skipToSeparator();
        return true;
    }

    private String word() {
        int start = at;
        while (at < text.length() && isWordCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipToSeparator() {
        while (at < text.length() && !isSeparator(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSeparator(char c) {
        return c == ':' || c == ' ' || c == ';' || c == ',';
    }

    private static boolean isWordCharacter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '=';
    }
}
