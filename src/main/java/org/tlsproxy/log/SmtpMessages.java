package org.tlsproxy.log;

/** What the STARTTLS wrapper says, in the words of tlswrapper-smtp(1) where that has some. Addresses come with their brackets. */
public final class SmtpMessages {

    private SmtpMessages() { }

    // The command line.

    /** Error. */
    public static String notANumber(String text, int least, int most) {
        return "'" + text + "' is not a valid number in the range <" + least + "," + most + ">";
    }

    public static String badTimeout(String text) {
        return "unable to parse timeout from the string '" + text + "', timeout must be a number in the range <1,86400>";
    }

    public static String badNumber(String what, String text) {
        return "unable to parse " + what + " from the string '" + text + "'";
    }

    public static String badGreylist(String text) {
        return "unable to parse greylist host:port from the string: '" + text + "'";
    }

    // Start.

    public static String cannotRun(String program, String why) {
        return "unable to run " + program + " (" + why + ")";
    }

    public static String cannotPipe(String why) {
        return "unable to create pipe (" + why + ")";
    }

    public static String cannotJail(String why) {
        return "unable to create jail (" + why + ")";
    }

    public static String cannotDropPrivileges(String user) {
        return "unable to drop privileges to '" + user + "'";
    }

    /** Error. */
    public static String unknownAccount(String user) {
        return "getpwnam for account '" + user + "' failed (no such account)";
    }

    /** Error. */
    public static String privilegedAccount(String user, int uid, int gid) {
        return "refusing privileged account '" + user + "' with uid = " + uid + ", gid = " + gid;
    }

    /** Warning. */
    public static String noConnectionInfo() {
        return "connectioninfo_get() failed";
    }

    /** Debug. */
    public static String noControl() {
        return "there is no control channel on fd 5 and 6: STARTTLS is not offered";
    }

    /** Warning. */
    public static String foreignControl() {
        return "one of fd 5 and 6 is a pipe, but not known to be a control channel: STARTTLS is not offered (see TLSWRAPPER_CONTROL)";
    }

    // Greylisting: warnings, or fatal where that is wanted.

    public static String cannotResolve(String host) {
        return "unable to resolve host '" + host + "': name not exist";
    }

    /** Debug. */
    public static String resolved(String host, String address) {
        return "resolvehost: " + host + ": " + address;
    }

    public static String cannotConnect(String server, String why) {
        return "unable to connect to " + server + " (" + why + ")";
    }

    /** Debug. */
    public static String connected(String server) {
        return "connected to " + server;
    }

    public static String readFailed(String server, String why) {
        return "read from '" + server + "' failed (" + why + ")";
    }

    public static String writeFailed(String server, String why) {
        return "write to '" + server + "' failed (" + why + ")";
    }

    /** Debug. */
    public static String greylistTooLong() {
        return "greylist response exceeds configured limit";
    }

    // The session.

    /** Warning. */
    public static String senderRefused(String sender, String reply) {
        return "F=" + sender + ": " + reply;
    }

    /** Warning for a refusal, info for a message that was taken. @param recipients one, or a list with commas */
    public static String envelope(String sender, String recipients, String reply) {
        return "F=" + sender + " T=" + recipients + ": " + reply;
    }

    /** Debug. */
    public static String answered(String line, String reply) {
        return line + ": " + reply;
    }

    /** Debug. */
    public static String messageWanted(String reply) {
        return "DATA: " + reply;
    }

    /** Debug. */
    public static String lineTooLong() {
        return "SMTP command line exceeds configured limit";
    }

    /** Debug. */
    public static String replyTooLong() {
        return "child SMTP reply exceeds configured limit";
    }

    /** Debug. */
    public static String senderTooLong() {
        return "MAIL FROM exceeds configured limit";
    }

    /** Debug. */
    public static String recipientTooLong() {
        return "RCPT TO exceeds configured limit";
    }

    /** Debug. */
    public static String tooManyRecipients() {
        return "too many recipients in a single transaction";
    }

    /** Debug. */
    public static String recipientListTooLong() {
        return "recipient list exceeds configured limit";
    }

    /** Debug. */
    public static String discarded(int bytes) {
        return "discarded pipelined cleartext bytes after STARTTLS " + bytes;
    }

    /** Debug. */
    public static String nulBytes(long count) {
        return "refused or removed NUL bytes " + count;
    }

    /** Debug. */
    public static String bareLineFeeds(long count) {
        return "completed line ends without CR " + count;
    }

    public static String badAcknowledgement() {
        return "unable to receive valid STARTTLS acknowledgement on control fd 6";
    }

    /** Debug. */
    public static String streamEnded(boolean reading, String why) {
        return (reading ? "read failed (" : "write failed (") + why + ")";
    }

    /** Debug. */
    public static String childExited(int status) {
        return "child exited with status " + status;
    }

    // The resident service.

    public static String cannotListen(String where, String why) {
        return "unable to listen on " + where + " (" + why + ")";
    }

    public static String nowhereToListen() {
        return "nowhere to listen: give -l or -L, or a socket by systemd";
    }

    public static String noCertificate() {
        return "no certificate: give -f or -d";
    }

    public static String badCertificate(String file, String why) {
        return "unable to use the key and certificates of '" + file + "' (" + why + ")";
    }

    /** Info. */
    public static String started(int workers) {
        return "started, up to " + workers + (workers == 1 ? " worker" : " workers");
    }

    /** Info. */
    public static String reloading() {
        return "reading certificates again";
    }

    /** Info. */
    public static String draining(int sessions) {
        return "ending, " + sessions + (sessions == 1 ? " session" : " sessions") + " open";
    }

    /** Warning. */
    public static String tooManyConnections(String address, boolean total) {
        return "connection refused: too many connections" + (total ? "" : " from " + address);
    }

    /** Warning. */
    public static String badProxyHeader() {
        return "connection closed: no PROXY header where one is needed";
    }

    /** Debug. */
    public static String programOverdue(int signal) {
        return "the program does not end, sending signal " + signal;
    }

    /** Info. */
    public static String tlsEstablished(String protocol, String cipher, String group, String name) {
        return "SSL connection: " + protocol + ", " + cipher + ", " + group + ", sni='" + name + "'";
    }

    /** Debug. */
    public static String tlsFailed(String reason) {
        return "tls phase: handshake failed, " + reason;
    }

    /** Warning. */
    public static String clientNotVerified(int error) {
        return "client certificate refused, verify error " + error;
    }

    public static String childKilled(int signal) {
        return "child process killed by signal " + signal;
    }
}
