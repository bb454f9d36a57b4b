package org.tlsproxy.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.config.Assignment;
import org.tlsproxy.config.ConfigReader;
import org.tlsproxy.config.OwnSettings;
import org.tlsproxy.config.OwnSettingsReader;
import org.tlsproxy.config.ReaderInput;
import org.tlsproxy.config.Settings;
import org.tlsproxy.jail.JailPlan;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.Logger;
import org.tlsproxy.pool.PoolLimits;
import org.tlsproxy.pool.Supervisor;
import org.tlsproxy.pool.WorkerOrders;
import org.tlsproxy.posix.Accounts;
import org.tlsproxy.posix.HostName;
import org.tlsproxy.posix.Processes;

/**
 * What the administrator wants, read once and the same for all workers of this launcher.
 *
 * @param settings Postfix's parameters
 * @param own      tlsproxy-java.conf
 */
record Configuration(Settings settings, OwnSettings own) {

    private static final int QUEUE = 2000;
    /** Descriptors that a launcher needs for itself: 33 were seen with one worker, three more for each further one. */
    private static final int LAUNCHER_DESCRIPTORS = 48;
    /** Descriptors that a worker needs for itself: 16 were seen, and connections to tlsmgr and proxymap come and go. */
    private static final int WORKER_DESCRIPTORS = 32;

    /** Reads main.cf, the options of master.cf and, with postconf's help, the defaults. @throws Fatal on the first bad value */
    static Configuration read(String process, Arguments arguments, Logger log) {
        Map<String, String> environment = System.getenv();
        String directory = environment.getOrDefault("MAIL_CONFIG", "/etc/postfix");
        OwnSettings own = OwnSettingsReader.read(Path.of(directory), Path.of(System.getProperty("tlsproxy.home", ".")), log);
        Postconf postconf = Postconf.start(own.postconf(), directory);
        List<Assignment> overrides = new ArrayList<>();
        for (String override : arguments.overrides()) {
            overrides.add(Assignment.ofOption(override));
        }
        ReaderInput input = new ReaderInput(directory, overrides, arguments.serviceName(), process, Processes.self(), postconf.output(),
            HostName.get());
        Settings settings = ConfigReader.read(input, log).settings();
        postconf.reap();
        return new Configuration(settings, own);
    }

    /**
     * Bounds for the pool. Who cannot have more descriptors must not take more sessions either: a descriptor that comes and finds no
     * room is lost.
     *
     * @param openFiles the limit of open descriptors of a process
     */
    PoolLimits poolLimits(long openFiles) {
        int sessions = within(own.limits().sessions(), (openFiles - WORKER_DESCRIPTORS) / 2);
        int queue = within(QUEUE, openFiles - LAUNCHER_DESCRIPTORS);
        int workers = own.limits().workers() == 0 ? Runtime.getRuntime().availableProcessors() : own.limits().workers();
        return new PoolLimits(workers, sessions, (long) settings.number("max_use") * own.limits().useFactor(), queue,
            own.times().workerMaxIdle() * 1000L, own.times().workerStartTimeout() * 1000L,
            settings.seconds("tlsproxy_watchdog_timeout") * 1000L);
    }

    private static int within(int wanted, long possible) {
        return (int) Math.max(1, Math.min(wanted, possible));
    }

    /** When the launcher ends; max_idle counts only if the administrator set it, since a JVM costs more to start than a fork. */
    LifeCycle lifeCycle(Arguments arguments) {
        int maxIdle = settings.seconds("max_idle");
        int idle = settings.isExplicit("max_idle") ? maxIdle : own.times().serviceMaxIdle();
        return new LifeCycle(idle * 1000L,
            LifeCycle.retirementMillis(arguments.retirement().orElse(0), maxIdle, settings.number("max_use")));
    }

    /** What workers are told. */
    Supervisor.Instructions instructions(String process, Arguments arguments) {
        JailPlan jail = jail(arguments);
        WorkerOrders orders = new WorkerOrders(process, arguments.serviceName(), arguments.verbose() > 0, arguments.toStderr(), false,
            jail, settings.encode(), own.encode());
        return new Supervisor.Instructions(orders.encode(), orders.forReplacement().encode(), jail);
    }

    private JailPlan jail(Arguments arguments) {
        Optional<JailPlan.Identity> identity = arguments.unprivileged() ? Optional.of(mailOwner()) : Optional.empty();
        JailPlan.Filter filter = JailPlan.Filter.valueOf(own.guards().seccomp().name());
        return new JailPlan(settings.text("queue_directory"), arguments.chroot(), identity, filter);
    }

    /**
     * Postfix's checks of accounts that tlsproxy never uses, with its words.
     *
     * @throws Fatal as every Postfix program does
     */
    void checkAccounts() {
        String mainCf = "file " + settings.text("config_directory") + "/main.cf: parameter";
        String group = settings.text("setgid_group");
        int gid = Accounts.group(group).orElseThrow(() -> new Fatal(mainCf + " setgid_group: unknown group name: " + group));
        if (gid == 0) {
            throw new Fatal(mainCf + " setgid_group: group " + group + " has privileged group ID");
        }
        String name = settings.text("default_privs");
        Accounts.Account account = Accounts.byName(name)
            .orElseThrow(() -> new Fatal(mainCf + " default_privs: unknown user name value: " + name));
        if (account.uid() == 0) {
            throw new Fatal(mainCf + " default_privs: user " + name + " has privileged user ID");
        }
        if (account.gid() == 0) {
            throw new Fatal(mainCf + " default_privs: user " + name + " has privileged group ID");
        }
        if (Accounts.byName(settings.text("mail_owner")).map(Accounts.Account::uid).filter(uid -> uid == account.uid()).isPresent()) {
            throw new Fatal(mainCf + "s default_privs and mail_owner specify the same user " + name);
        }
    }

    /** Postfix's checks of mail_owner, with its words. */
    private JailPlan.Identity mailOwner() {
        String name = settings.text("mail_owner");
        String mainCf = settings.text("config_directory") + "/main.cf";
        Accounts.Account account = Accounts.byName(name)
            .orElseThrow(() -> new Fatal("file " + mainCf + ": parameter mail_owner: unknown user name value: " + name));
        if (account.uid() == 0) {
            throw new Fatal("file " + mainCf + ": parameter mail_owner: user " + name + " has privileged user ID");
        }
        if (account.gid() == 0) {
            throw new Fatal("file " + mainCf + ": parameter mail_owner: user " + name + " has privileged group ID");
        }
        Optional<String> other = Accounts.nameOf(account.uid());
        if (other.isPresent() && !other.get().equals(name)) {
            throw new Fatal("file " + mainCf + ": parameter mail_owner: user " + name + " has same user ID as " + other.get());
        }
        return new JailPlan.Identity(account.uid(), account.gid(), account.groups());
    }
}
