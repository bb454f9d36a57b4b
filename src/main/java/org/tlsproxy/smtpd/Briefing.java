package org.tlsproxy.smtpd;

import java.security.SecureRandom;
import java.util.Optional;
import org.tlsproxy.jail.JailPlan;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.pool.Supervisor;
import org.tlsproxy.pool.WorkerOrders;
import org.tlsproxy.posix.Logins.Login;
import org.tlsproxy.posix.Processes;

/** What the launcher tells a worker before it sends clients: settings, its jail, and where the present ticket keys come from. */
final class Briefing {

    private static final int FIRST_UID = 141_500_000;

    private final ServiceOptions options;
    private final SmtpLog log;
    private final JailPlan jail;
    private TicketSecret tickets = TicketSecret.random(SharedTickets.epochNow() - 1, new SecureRandom());

    /** @throws Fatal if the account for workers cannot be used */
    Briefing(ServiceOptions options, SmtpLog log) {
        this.options = options;
        this.log = log;
        this.jail = new JailPlan(options.common().jail(), true, Optional.of(identity()), JailPlan.Filter.DENY);
    }

    /** As of now. */
    Supervisor.Instructions instructions() {
        CommonOptions common = options.common();
        tickets = tickets.at(SharedTickets.epochNow() - 1);
        WorkerSettings settings = new WorkerSettings(log.name(), log.level(),
            new WorkerSettings.Times(common.sessionSeconds(), common.waitSeconds(), options.handshakeSeconds()),
            common.closed(), options.chainFiles(), options.nameDirectory().orElse(""), options.clientAuthorities().orElse(""), tickets);
        byte[] orders = new WorkerOrders(log.name(), log.name(), false, false, true, jail, settings.encode(), new byte[0]).encode();
        return new Supervisor.Instructions(orders, orders, jail);
    }

    private JailPlan.Identity identity() {
        if (options.common().jailUser().isEmpty()) {
            int uid = FIRST_UID + Processes.self() % 1_000_000_000;
            return new JailPlan.Identity(uid, uid, new int[] {uid});
        }
        String name = options.common().jailUser().get();
        Login login = Account.unprivileged(name, log).orElseThrow(() -> new Fatal(SmtpMessages.cannotJail(name)));
        return new JailPlan.Identity(login.uid(), login.gid(), login.groups());
    }
}
