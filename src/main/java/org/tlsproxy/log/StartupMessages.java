package org.tlsproxy.log;

/** Postfix's words for the start of a process and for its life cycle, in the order in which a start may meet them. */
public final class StartupMessages {

    private static final String DISABLING = ": disabling TLS support";

    private StartupMessages() { }

    // Command line and master(8), fatal.

    public static String invalidOption(char letter) {
        return "invalid option: " + letter;
    }

    public static String invalidRetirement(String value) {
        return "invalid retirement time: " + value;
    }

    public static String invalidSocketCount(String value) {
        return "invalid socket_count: " + value;
    }

    public static String invalidGeneration(String value) {
        return "bad generation: " + value;
    }

    /** @param problem {@code missing '=' after attribute name} or {@code missing attribute name} */
    public static String invalidOverride(String text, String problem) {
        return "invalid \"-o " + text + "\" option value: " + problem;
    }

    public static String noTransport() {
        return "no transport type specified";
    }

    public static String unsupportedTransport(String type) {
        return "unsupported transport type: " + type;
    }

    public static String notByHand() {
        return "do not run this command by hand";
    }

    public static String processLimit(String service) {
        return "service " + service + " requires a process limit of 0";
    }

    public static String needsPrivileges(String service) {
        return "service " + service + " requires privileged operation";
    }

    public static String maillogPrefix(String value) {
        return "maillog_file value '" + value + "' does not match any prefix in maillog_file_prefixes";
    }

    public static String tooManyErrors() {
        return "too many errors - program terminated";
    }

    public static String watchdogTimeout() {
        return "watchdog timeout";
    }

    // The server role, warnings unless said otherwise.

    /** Fatal; both roles. */
    public static String invalidLevel(String level) {
        return "Invalid TLS level \"" + level + "\"";
    }

    public static String unsupportedLevel(String level) {
        return "tlsproxy_tls_security_level: unsupported TLS level \"" + level + "\", using \"encrypt\"";
    }

    /** At start, up to 3.10; later releases say {@link Messages#serverRoleDisabled} per request. */
    public static String serverRoleDisabled() {
        return "TLS server role is disabled with tlsproxy_tls_security_level or tlsproxy_use_tls";
    }

    /** The two double blanks are Postfix's. */
    public static String legacyCertificatesIgnored() {
        return "Both tlsproxy_tls_chain_files and one or more of the legacy  tlsproxy_tls_cert_file, tlsproxy_tls_eccert_file or"
            + " tlsproxy_tls_dcert_file are non-empty; the legacy  parameters will be ignored";
    }

    public static String certificateNeededToAsk() {
        return "Need a server cert to request client certs";
    }

    public static String cannotRequireClientCertificate() {
        return "Can't require client certs unless TLS is required";
    }

    public static String noServerCertificate() {
        return "No server certs available. TLS can't be enabled";
    }

    /** 3.12 only. */
    public static String serverInitializationFailed() {
        return "TLS server initialization failed";
    }

    public static String clientInitializationFailed() {
        return "TLS client initialization failed";
    }

    // The engine, warnings unless said otherwise.

    /** Info, with -v or TLS log level 2. */
    public static String initializingServer() {
        return "initializing the server-side TLS engine";
    }

    /** Info, likewise. */
    public static String initializingClient() {
        return "initializing the client-side TLS engine";
    }

    /** A word that a list parameter does not know: log levels, workarounds, options. */
    public static String unknownWord(String parameter, String word, String value) {
        return "unknown " + parameter + " value \"" + word + "\" in \"" + value + "\"";
    }

    public static String configurationNotAbsolute(String file) {
        return "non-default tls_config_file = " + file + " is not an absolute pathname, disabling TLS support";
    }

    /** @param name tls_config_name, or {@code global}, @param file tls_config_file, or {@code default} */
    public static String configurationNotLoaded(String name, String file) {
        return "error loading the '" + name + "' settings from the " + file + " OpenSSL configuration file, disabling TLS support";
    }

    public static String invalidProtocols(String list) {
        return "Invalid TLS protocol list \"" + list + "\"" + DISABLING;
    }

    public static String digestNotFound(String name) {
        return "Digest algorithm \"" + name + "\" not found";
    }

    /** Follows {@link #digestNotFound}. */
    public static String disabling() {
        return "disabling TLS support";
    }

    public static String noEntropy() {
        return "no entropy for TLS key generation" + DISABLING;
    }

    /** Info. Empty arguments are left out. */
    public static String authoritiesNotLoaded(String caFile, String caPath) {
        return "cannot load Certification Authority data"
            + (caFile.isEmpty() ? "" : ", CAfile=\"" + caFile + "\"") + (caPath.isEmpty() ? "" : ", CApath=\"" + caPath + "\"") + DISABLING;
    }

    /** Info. */
    public static String defaultAuthoritiesNotSet() {
        return "cannot set default OpenSSL certificate verification paths" + DISABLING;
    }

    public static String authorityNamesNotLoaded(String caFile) {
        return "error loading client CA names from: " + caFile;
    }

    public static String invalidTicketCipher(String name) {
        return "tls_session_ticket_cipher: invalid value: " + name + "; session tickets disabled";
    }

    // Key exchange, warnings.

    /** 3.4 and 3.5. */
    public static String invalidEecdhGrade(String grade) {
        return "Invalid TLS eecdh grade \"" + grade + "\": EECDH disabled";
    }

    /** Up to 3.7. */
    public static String unknownCurve(String name) {
        return "ignoring unknown ECDHE curve \"" + name + "\"";
    }

    /** 3.8 and 3.9; 3.10 says nothing. */
    public static String unknownGroup(String name) {
        return "ignoring unknown key exchange group \"" + name + "\"";
    }

    /** Up to 3.7. */
    public static String noCurveSupported() {
        return "none of the configured ECDHE curves are supported";
    }

    public static String noGroupSupported() {
        return "none of the configured key exchange groups are supported";
    }

    public static String noGroupConfigured() {
        return "no configured key exchange group - OpenSSL requires at least one";
    }

    public static String usingPostfixGroups() {
        return "using Postfix default key exchange groups instead";
    }

    public static String noPostfixGroupSupported() {
        return "none of the Postfix default key exchange groups are supported";
    }

    public static String usingLibraryGroups() {
        return "using OpenSSL default key exchange groups instead";
    }

    /** Up to 3.7. */
    public static String curvesNotConfigured() {
        return "failed to configure ECDHE curves";
    }

    public static String groupsNotConfigured() {
        return "failed to set up the configured key exchange groups";
    }

    // tls_dane_digests, warnings.

    public static String invalidMatchingType(String element) {
        return "Invalid matching type number in tls_dane_digests: " + element;
    }

    public static String reservedMatchingType(String element) {
        return "Reserved matching type number in tls_dane_digests: " + element;
    }

    public static String digestNeedsNumber(String name) {
        return "tls_dane_digests: digest algorithm " + name + " needs an explicit number";
    }

    /** Types 1 and 2. @param digest the only one that this type may be */
    public static String matchingTypeTaken(int type, String digest) {
        return "tls_dane_digests: matching type " + type + " can only be " + digest;
    }

    public static String matchingTypeTwice(int type) {
        return "tls_dane_digests: matching type " + type + " specified more than once";
    }

    public static String daneDigestUnknown(String name, int type) {
        return "tls_dane_digests: digest algorithm \"" + name + "\"(" + type + ") unknown";
    }

    // Other services, warnings.

    public static String serviceTrouble(String service, String strerror) {
        return "problem talking to server " + service + ": " + strerror;
    }

    public static String connectFailed(String service, String strerror) {
        return "connect to " + service + ": " + strerror;
    }

    // Lookup tables. badTableSyntax is fatal, the next two are errors.

    public static String badTableSyntax(String value) {
        return "open dictionary: expecting \"type:name\" form instead of \"" + value + "\"";
    }

    public static String unsupportedDictionary(String type) {
        return "unsupported dictionary type: " + type;
    }

    public static String databaseNotOpened(String file, String strerror) {
        return "open database " + file + ": " + strerror;
    }

    /** Warning, at each lookup in a table that could not be opened. */
    public static String tableUnavailable(String table, String reason) {
        return table + " is unavailable. " + reason;
    }

    /** Info, 3.11 and later: a default that only compatibility keeps. */
    public static String backwardsCompatibleDefault(String parameter, String value) {
        return "using backwards-compatible default setting " + parameter + "=" + (value.isEmpty() ? "(empty)" : value);
    }

    // Life cycle, info, only with -v.

    public static String started() {
        return "daemon started";
    }

    public static String retiring() {
        return "time to retire -- draining";
    }

    public static String masterDisconnected() {
        return "master disconnect -- draining";
    }

    public static String idle() {
        return "idle timeout -- exiting";
    }

    public static String generation(int value) {
        return "process generation: " + value + " (" + Integer.toOctalString(value) + ")";
    }
}
