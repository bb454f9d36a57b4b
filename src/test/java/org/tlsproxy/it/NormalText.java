package org.tlsproxy.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a session logged, without what is different each time it is done, and without what is different by design. */
final class NormalText {

    private static final Pattern PROBLEM =
        Pattern.compile("^(warning: TLS library problem: error:[0-9A-F]{8}:[^:]*):[^:]*:([^:]*):[^:]*:\\d+:(.*)$");
    private static final Pattern DUMP = Pattern.compile("^(read from|write to) [0-9A-F]{8,} \\[[0-9A-F]+\\] .*");
    private static final Pattern DUMPED = Pattern.compile("^[0-9a-f]{4,} (([0-9a-f]{2}[ |]){1,16}|- <SPACES/NULLS>).*");
    private static final Pattern EPOCH = Pattern.compile("key expiration: \\d+");
    private static final Pattern CACHE_KEY = Pattern.compile("session [0-9A-F]+&s=(.*)&l=\\S+");

    /** What the launcher says of its workers and archives is about the machine, and how busy it is. */
    private static final Pattern OF_THE_MACHINE = Pattern.compile("^(warning: worker \\d+ did not take |.*class archive).*");

    private NormalText() { }

    /**
     * The lines of one session. Of OpenSSL's stack of errors the first line counts, of a dump that there was one; how many bytes came
     * at once is nobody's business.
     */
    static List<String> of(List<String> texts, String endpoint, String program, String directory) {
        List<String> lines = new ArrayList<>();
        String last = "";
        for (String text : texts) {
            String line = normal(text).replace(endpoint, "ENDPT").replace(program, "PROGRAM").replace(directory, "DIR");
            boolean more = OF_THE_MACHINE.matcher(text).matches() || kind(line).equals(kind(last)) && !kind(line).isEmpty() || DUMPED.matcher(text).matches();
            if (!more) {
                lines.add("log " + line);
                last = line;
            }
        }
        return lines;
    }

    /** Lines of the same kind in a row are one. */
    private static String kind(String line) {
        return line.startsWith("warning: TLS library problem") ? "stack" : line.equals("read") || line.equals("write") ? line : "";
    }

    private static String normal(String text) {
        Matcher problem = PROBLEM.matcher(text);
        if (problem.matches()) {
            return problem.group(1) + "::" + problem.group(2) + ":FILE:" + problem.group(3);
        }
        Matcher dump = DUMP.matcher(text);
        if (dump.matches()) {
            return dump.group(1).startsWith("read") ? "read" : "write";
        }
        String line = EPOCH.matcher(text).replaceAll("key expiration: EPOCH");
        return CACHE_KEY.matcher(line).replaceAll("session ID&s=$1&l=LIBRARY");
    }
}
