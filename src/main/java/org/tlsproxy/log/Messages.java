package org.tlsproxy.log;

/**
 * Postfix's words for a connection: what frames it in the log, what was wrong with a request, what went wrong between the two
 * sides. Log analysers match on these texts, so not a blank may differ. TLS has its own classes: {@link TlsMessages} and
 * {@link VerificationMessages}; start-up and life cycle are in {@link StartupMessages}.
 */
public final class Messages {

    private static final String GET_REQUEST = "tlsp_get_request_event: ";
    private static final int VALUE_SHOWN = 100;
    private static final String GET_FD = "tlsp_get_fd_event: ";

    private Messages() { }

    // The frame, severity info.

    /** A request for the server role was read. @param endpoint remote_endpoint attribute as received, here and below */
    public static String connectFrom(String endpoint) {
        return "CONNECT from " + endpoint;
    }

    /** A request for the client role was read. */
    public static String connectTo(String endpoint) {
        return "CONNECT to " + endpoint;
    }

    /** A request for neither role was read. */
    public static String connectBogus(String endpoint) {
        return "CONNECT (bogus_direction) " + endpoint;
    }

    /** The session ends and its handshake was not completed. @param serverId serverid attribute */
    public static String handshakeFailed(String serverId, String endpoint) {
        return "TLS handshake failed for service=" + serverId + " peer=" + endpoint;
    }

    /** The session ends; only after a CONNECT line. */
    public static String disconnect(String endpoint) {
        return "DISCONNECT " + endpoint;
    }

    // Requests, severity warning.

    /** The request attributes did not arrive or were not what they should be. */
    public static String requestNotReceived(String strerror) {
        return GET_REQUEST + "receive request attributes: " + strerror;
    }

    public static String clientSettingsNotReceived(String strerror) {
        return GET_REQUEST + "receive client TLS settings: " + strerror;
    }

    /** 3.12 only. */
    public static String serverSettingsNotReceived(String strerror) {
        return GET_REQUEST + "receive server TLS settings: " + strerror;
    }

    public static String badRequestFlags(int flags) {
        return GET_REQUEST + "bad request flags: 0x" + Integer.toHexString(flags);
    }

    public static String descriptorNotReceived(String strerror) {
        return GET_FD + "receive remote SMTP peer file descriptor: " + strerror;
    }

    /** The protocol name could not be sent; 3.6 and later. */
    public static String protocolNotSent(String strerror) {
        return "write protocol attribute: " + strerror;
    }

    /** The session's facts could not be sent to the local client. */
    public static String contextNotSent(String strerror) {
        return "cannot send TLS context: " + strerror;
    }

    public static String clientRoleDisabled() {
        return "TLS client role is disabled by configuration";
    }

    /** Per request, 3.11 and later; before that see {@link StartupMessages#serverRoleDisabled}. */
    public static String serverRoleDisabled() {
        return "TLS server role is disabled by configuration";
    }

    /** Fatal, at the first request. */
    public static String unexpectedArgument(String argument) {
        return "unexpected command-line argument: " + argument;
    }

    /** Draining could not fork: in C only, kept for the supervisor of workers. */
    public static String forkFailed(String strerror) {
        return "fork: " + strerror;
    }

    /** Severity error. */
    public static String acceptFailed(String strerror) {
        return "accept connection: " + strerror;
    }

    // Settings that differ between the two sides, severity warning.

    /** @param side {@code client}; {@code server} for 3.12's server settings */
    public static String unexpectedSettings(String side) {
        return "request from tlsproxy " + side + " with unexpected settings";
    }

    /** One differing setting; several are joined by {@code "; "}. */
    public static String settingsDifference(String name, String ours, String theirs) {
        return "(server) '" + name + "=" + ours + "' != (client) '" + name + "=" + theirs + "'";
    }

    /** @param side {@code client}, or {@code server} for 3.12's server role */
    public static String settingsAdvice(String side) {
        return "to avoid this warning, 1) identify the tlsproxy " + side + " that is making this request, 2) configure a custom tlsproxy"
            + " service with settings that match that tlsproxy " + side + ", and 3) configure that tlsproxy " + side + " with a"
            + " tlsproxy_service_name setting that resolves to that custom tlsproxy service";
    }

    // The attribute protocol, severity warning. stream is what Postfix calls it: "plaintext", "private/tlsmgr".

    public static String missingAttribute(String name, String stream) {
        return "missing attribute " + name + " in input from " + stream;
    }

    public static String unexpectedAttribute(String name, String stream, String expected) {
        return "unexpected attribute " + name + " from " + stream + " (expecting: " + expected + ")";
    }

    /** @param what {@code name} or {@code value} */
    public static String unexpectedEnd(String stream, String what) {
        return "unexpected end-of-input from " + stream + " while reading input attribute " + what;
    }

    /** @param what {@code name} or {@code value} */
    public static String attributeTimeout(String stream, String what) {
        return "timeout on " + stream + " while reading input attribute " + what;
    }

    public static String malformedNumber(String stream, String value) {
        return "malformed numerical data from " + stream + " while reading input attribute value: " + shown(value);
    }

    public static String malformedBase64(String stream, String value) {
        return "malformed base64 data from " + stream + " while reading input attribute value: " + shown(value);
    }

    private static String shown(String value) {
        return value.substring(0, Math.min(VALUE_SHOWN, value.length()));
    }

    public static String wrongAttributeCount(String scanner, int expected, int found) {
        return scanner + ": want " + expected + " attributes, got " + found;
    }

    // Between the two sides, severity warning.

    /** Nothing moved for as long as the handshake or the session may last. */
    public static String ciphertextTimeout(String endpoint) {
        return "ciphertext read/write timeout for " + endpoint;
    }

    public static String ciphertextError(String endpoint) {
        return "ciphertext read/write error for " + endpoint;
    }

    public static String plaintextDeadlock(String endpoint) {
        return "deadlock on plaintext stream for " + endpoint;
    }

    public static String ciphertextDeadlock(String endpoint) {
        return "deadlock on ciphertext stream for " + endpoint;
    }

    // Traffic of the plaintext side, severity info, only with -v. label is the serverid attribute.

    public static String bytesRead(int count, String label, int descriptor) {
        return "nbbio_event: read " + count + " on " + label + " fd=" + descriptor;
    }

    public static String endRead(String label, int descriptor) {
        return "nbbio_event: read EOF on " + label + " fd=" + descriptor;
    }

    public static String readFailed(String label, int descriptor, String strerror) {
        return "nbbio_event: read " + label + " fd=" + descriptor + ": " + strerror;
    }

    public static String bytesWritten(int count, String label, int descriptor) {
        return "nbbio_event: write " + count + " on " + label + " fd=" + descriptor;
    }

    public static String writeFailed(String label, int descriptor, String strerror) {
        return "nbbio_event: write " + label + " fd=" + descriptor + ": " + strerror;
    }

    public static String connectionEstablished(int descriptor) {
        return "connection established fd " + descriptor;
    }

    public static String connectionClosed(int descriptor) {
        return "connection closed fd " + descriptor;
    }
}
