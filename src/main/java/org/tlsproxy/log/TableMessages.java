package org.tlsproxy.log;

/**
 * Postfix's words for lookup tables: why one could not be opened (severity error, and the reason in later warnings), what is wrong with
 * a line of one, why a lookup failed. What a look-up of a server name says is in {@link TlsMessages}.
 */
public final class TableMessages {

    private static final int LINE_SHOWN = 30;

    private TableMessages() { }

    // Reasons why a table is unavailable.

    /** @param action {@code open} or {@code read} */
    public static String fileNotRead(String action, String file, String strerror) {
        return action + " " + file + ": " + strerror;
    }

    /** A list of file names that names none. */
    public static String noPathname(String list) {
        return "empty pathname list: >>" + list + "<<'";
    }

    /** @param table {@code type:name}, @param form how the name should look */
    public static String badSyntax(String table, String form) {
        return "bad syntax: \"" + table + "\"; need \"" + form + "\"";
    }

    /** @param reason what is wrong with one member of an inline table */
    public static String badMember(String reason, String table) {
        return reason + ": \"" + table + "\"; need \"inline:{name=filename...}\"";
    }

    public static String missingEquals() {
        return "missing '=' after attribute name";
    }

    public static String missingName() {
        return "missing attribute name";
    }

    public static String textAfterBrace(String text) {
        return "syntax error after '}' in \"" + text + "\"";
    }

    public static String missingBrace(String text) {
        return "missing '}' in \"" + text + "\"";
    }

    /** A table of patterns within main.cf whose rules are not in braces. */
    public static String ruleWithoutBrace(String type, String text) {
        return type + " map: no '{' at start of text in \"" + text + "\"";
    }

    public static String duplicateEntry(String file, int line, String key) {
        return at(file, line) + "duplicate entry: \"" + key + "\"";
    }

    public static String notLmdb(String file) {
        return "open database " + file + ": MDB_INVALID: File is not an LMDB file";
    }

    public static String notCdb(String file) {
        return "dict_cdbq_open: unable to init " + file + ": Protocol error";
    }

    /** proxy_read_maps does not list it. */
    public static String notApproved(String service, String table) {
        return service + " service is not configured for table \"" + table + "\"";
    }

    public static String badRequest(String service, String table) {
        return service + " service: table \"" + table + "\": invalid request";
    }

    // Warnings while a table is read.

    public static String lineStartsWithBlank(String file, String line) {
        String shown = line.length() <= LINE_SHOWN ? line : line.substring(0, LINE_SHOWN) + "...";
        return file + ": logical line must not start with whitespace: \"" + shown + "\"";
    }

    public static String noKeyAndValue(String file, int line) {
        return at(file, line) + "expected format: key whitespace value -- ignoring this line";
    }

    public static String aliasFormat(String file, int line) {
        return at(file, line) + "record is in \"key: value\" format; is this an alias file?";
    }

    public static String entrySkipped(String file, int line, String reason) {
        return at(file, line) + reason + ": skipping this entry";
    }

    public static String olderThanSource(String database, String source) {
        return "database " + database + " is older than source file " + source;
    }

    /** Something in a table of patterns. @param type {@code regexp} or {@code pcre} */
    public static String inPatterns(String type, String name, int line, String what) {
        return type + " map " + at(name, line) + what;
    }

    public static String ruleSkipped(String reason) {
        return reason + ": skipping this rule";
    }

    public static String noPattern() {
        return "no regexp: skipping this rule";
    }

    public static String noClosingDelimiter(char delimiter) {
        return "no closing regexp delimiter \"" + delimiter + "\": skipping this rule";
    }

    public static String unknownOption(char letter) {
        return "unknown regexp option \"" + letter + "\": skipping this rule";
    }

    public static String unrecognizedRequest() {
        return "ignoring unrecognized request";
    }

    public static String noReplacement() {
        return "no replacement text: using empty string";
    }

    public static String textAfterIf(String text) {
        return "ignoring extra text after IF statement: \"" + text + "\"";
    }

    /** Follows {@link #textAfterIf}: that text is mostly an indented rule. */
    public static String noBlankBetweenIfAndEndif() {
        return "do not prepend whitespace to statements between IF and ENDIF";
    }

    public static String textAfterEndif() {
        return "ignoring extra text after ENDIF";
    }

    public static String endifWithoutIf() {
        return "ignoring ENDIF without matching IF";
    }

    public static String ifWithoutEndif() {
        return "IF has no matching ENDIF";
    }

    /** pcre; a regexp's fault is told without more. */
    public static String badPerlPattern(int offset, String what) {
        return "error in regex at offset " + offset + ": " + what;
    }

    private static String at(String file, int line) {
        return file + ", line " + line + ": ";
    }

    // Not Postfix's: what only this program says of tables. Warnings.

    /** A type of table that Postfix may know and this program asks proxymap for. */
    public static String useProxymap(String table) {
        return "table " + table + ": this type is reached by way of proxymap(8) only: specify \"proxy:" + table + "\"";
    }

    /** The look-up took more steps than a table of patterns may take. */
    public static String patternTooCostly(String type, String name, int line) {
        return inPatterns(type, name, line, "matching takes too many steps; simplify the pattern");
    }

    /** An indexed file is not what its type says. */
    public static String damaged(String file, String what) {
        return "database " + file + " is damaged: " + what;
    }

    /** Somebody rewrites the file and does not come to an end. */
    public static String locked(String file, int seconds) {
        return "database " + file + " is locked by another process for more than " + seconds + " s";
    }

    /** proxymap did not answer in time. */
    public static String noAnswer(String service, String table, int seconds) {
        return service + ": no answer about table " + table + " within " + seconds + " s";
    }

    /** @param status as proxymap answered to the request to open it */
    public static String proxymapTrouble(String table, int status) {
        return "proxymap could not open table " + table + " (status " + status + ")";
    }

    public static String unexpectedData(String service) {
        return "unexpected data from " + service;
    }

    public static String tooManyWaiting(String service, int limit) {
        return service + ": " + limit + " look-ups are waiting already";
    }
}
