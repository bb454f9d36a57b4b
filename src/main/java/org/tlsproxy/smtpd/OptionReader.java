package org.tlsproxy.smtpd;

import java.util.List;

/**
 * The option grammar of tlswrapper(1): letters in clusters, an argument is the rest of the cluster or the next word, and a word without a
 * hyphen, a lone hyphen or two of them end it (the latter two are consumed).
 */
final class OptionReader {

    /** The command line is not understood: the usage is to be shown. */
    static final class Usage extends Exception {
        private static final long serialVersionUID = 1L;

        Usage() {
            super("usage", null, false, false);
        }
    }

    /** Takes options as they come. */
    interface Options {
        /** @return false if there is no such option */
        boolean flag(char letter) throws Refused;

        /** @return false if there is no such option */
        boolean option(char letter, String value) throws Refused;
    }

    /** An option's value is no good; the log knows why. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final List<String> errors;

        /** @param errors what is wrong; the last one is fatal */
        Refused(String... errors) {
            super(errors[errors.length - 1], null, false, false);
            this.errors = List.of(errors);
        }

        List<String> errors() {
            return errors;
        }
    }

    private OptionReader() { }

    /**
     * Reads all options.
     *
     * @param withValue letters of the options that have an argument
     * @return the words behind them, at least one
     */
    static List<String> read(List<String> words, String withValue, Options options) throws Usage, Refused {
        int i = 0;
        while (i < words.size() && words.get(i).startsWith("-")) {
            String word = words.get(i++);
            if (word.equals("-") || word.equals("--")) {
                break;
            }
            int at = 1;
            while (at < word.length() && withValue.indexOf(word.charAt(at)) < 0) {
                known(options.flag(word.charAt(at++)));
            }
            if (at < word.length()) {
                boolean inside = at + 1 < word.length();
                known(inside || i < words.size());
                known(options.option(word.charAt(at), inside ? word.substring(at + 1) : words.get(i++)));
            }
        }
        known(i < words.size());
        return words.subList(i, words.size());
    }

    private static void known(boolean known) throws Usage {
        if (!known) {
            throw new Usage();
        }
    }
}
