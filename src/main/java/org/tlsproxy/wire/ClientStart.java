package org.tlsproxy.wire;

import java.util.List;
import java.util.Optional;

/**
 * What is particular to one session in the client role.
 *
 * @param log            log level of this session; absent before 3.12
 * @param timeoutSeconds informational: the request's own limits count
 * @param security       what must be reached
 * @param peer           whom the session is with
 * @param resumption     what makes sessions alike
 * @param match          whom to believe
 * @param failure        what to report
 * @param trace          absent before 3.12
 */
public record ClientStart(LogSetting log, int timeoutSeconds, Security security, Peer peer, Resumption resumption, Match match,
                          Failure failure, Trace trace) {

    static final Layout LAYOUT = Layout.of(
            Layout.text("log_param").in(Trait.SESSION_LOG_LEVEL),
            Layout.text("log_level").in(Trait.SESSION_LOG_LEVEL),
            Layout.number("timeout"),
            Layout.number("enable_rpk").in(Trait.RAW_PUBLIC_KEYS),
            Layout.number("tls_level"),
            Layout.text("nexthop"),
            Layout.text("host"),
            Layout.text("namaddr"),
            Layout.text("sni"),
            Layout.text("serverid"),
            Layout.text("helo"),
            Layout.text("protocols"),
            Layout.text("cipher_grade"),
            Layout.text("cipher_exclusions"),
            Layout.strings(),
            Layout.text("mdalg"),
            DaneGroup.ROW,
            TlsReport.ROW,
            Layout.text("forced_failure_type").in(Trait.FAILURE_REPORTS),
            Layout.number("trace_size_limit").in(Trait.TRACE),
            Layout.text("trace_peer").in(Trait.TRACE));

    /**
     * @param rawPublicKeys    offer RFC 7250
     * @param level            -2 invalid, -1 not found, 0 none, 1 may, 2 encrypt, 3 fingerprint, 4 half-dane, 5 dane, 6 dane-only,
     *                         7 verify, 8 secure
     * @param protocols        as in main.cf
     * @param cipherGrade      as in main.cf
     * @param cipherExclusions as in main.cf
     */
    public record Security(boolean rawPublicKeys, int level, String protocols, String cipherGrade, String cipherExclusions) { }

    /**
     * @param nextHop        for match patterns
     * @param host           MX host
     * @param nameAndAddress {@code name[addr]:port}, for log lines and the report
     * @param serverName     explicit SNI, or empty
     */
    public record Peer(String nextHop, String host, String nameAndAddress, String serverName) { }

    /** @param serverId prefix of the cache key, @param helo salt of the cache key */
    public record Resumption(String serverId, String helo) { }

    /** @param patterns names, or keywords such as nexthop; @param digest fingerprint algorithm; @param dane records or digests */
    public record Match(List<String> patterns, String digest, Dane dane) { }

    /**
     * @param tlsRptBuild the client is built with libtlsrpt
     * @param report      how to report
     * @param forcedType  failure to pretend, or empty; before 3.10 always empty
     */
    public record Failure(boolean tlsRptBuild, Optional<TlsReport> report, String forcedType) {
        /** Nothing to report. */
        public static final Failure ABSENT = new Failure(false, Optional.empty(), "");
    }

    static ClientStart of(Fields f) {
        LogSetting log = LogSetting.of(f);
        int timeout = f.number();
        boolean rawPublicKeys = f.flag();
        int level = f.number();
        Peer peer = new Peer(f.text(), f.text(), f.text(), f.text());
        Resumption resumption = new Resumption(f.text(), f.text());
        Security security = new Security(rawPublicKeys, level, f.text(), f.text(), f.text());
        Match match = new Match(f.strings(), f.text(), DaneGroup.of(f.groups()));
        return new ClientStart(log, timeout, security, peer, resumption, match, failure(f), Trace.of(f));
    }

    private static Failure failure(Fields f) {
        boolean tlsRptBuild = f.isNextPresent();
        List<Object[]> group = f.groups();
        Optional<TlsReport> report = group.isEmpty() ? Optional.empty() : Optional.of(TlsReport.of(new Fields(group.get(0))));
        return new Failure(tlsRptBuild, report, f.text());
    }

    Object[] values(Generation generation) {
        Object[] about = {log.parameter(), log.level(), timeoutSeconds, Fields.ofFlag(security.rawPublicKeys()), security.level(),
            peer.nextHop(), peer.host(), peer.nameAndAddress(), peer.serverName(), resumption.serverId(), resumption.helo()};
        Object[] how = {security.protocols(), security.cipherGrade(), security.cipherExclusions(),
            Fields.ofStrings(match.patterns()), match.digest(), DaneGroup.values(match.dane(), generation)};
        Object[] after = {reportValue(), failure.forcedType(), trace.sizeLimit(), trace.peer()};
        return Fields.join(about, how, after);
    }

    private Object reportValue() {
        if (!failure.tlsRptBuild()) {
            return null;
        }
        return failure.report().isEmpty() ? List.of() : List.<Object[]>of(failure.report().get().values());
    }
}
