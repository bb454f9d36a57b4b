package org.tlsproxy.smtpd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.tlsproxy.jail.Jail;
import org.tlsproxy.jail.JailPlan;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.InternetSockets;
import org.tlsproxy.posix.InternetSockets.Endpoint;
import org.tlsproxy.posix.Logins.Login;
import org.tlsproxy.smtp.Client;
import org.tlsproxy.smtp.SessionName;

/**
 * {@code tlswrapper-smtp [options] prog}: the filter between tlswrapper(1) and an SMTP program, one process a connection. Exit status 100
 * for a bad command line, 111 for everything that goes wrong, the program's own after QUIT.
 */
public final class Filter {

    private static final int USAGE = 100;
    private static final int FIRST_UID = 141_500_000;
    private static final String EMPTY = "/var/lib/tlswrapper/empty";
    private static final String[] CONNECTION = {"TCPREMOTEIP", "TCPREMOTEPORT", "TCPLOCALIP", "TCPLOCALPORT"};

    private Filter() { }

    /** @param arguments as tlswrapper-smtp(1) has them */
    public static void main(String[] arguments) {
        if (Boolean.getBoolean("tlsproxy.train")) {
            FilterTraining.run();
            return;
        }
        String name = System.getProperty("tlsproxy.argv0", "tlswrapper-smtp");
        CommonOptions options = new CommonOptions(EMPTY);
        int status;
        try {
            List<String> words = OptionReader.read(List.of(arguments), CommonOptions.WITH_VALUE, options);
            status = run(options, words, new SmtpLog(name, options.level(), Stderr::write));
        } catch (OptionReader.Usage e) {
            Stderr.write("tlswrapper-smtp [options] child\n");
            status = USAGE;
        } catch (OptionReader.Refused e) {
            complain(e, new SmtpLog(name, options.level(), Stderr::write));
            status = USAGE;
        }
        Runtime.getRuntime().halt(status);
    }

    static void complain(OptionReader.Refused refused, SmtpLog log) {
        int last = refused.errors().size() - 1;
        refused.errors().subList(0, last).forEach(text -> log.say(SmtpLevel.ERROR, text));
        log.fatal(refused.errors().get(last));
    }

    private static int run(CommonOptions options, List<String> words, SmtpLog log) {
        Map<String, String> environment = Environment.inherited();
        String session = sessionName(environment);
        SmtpLog early = log.of(session, "");
        try {
            Control control = new Control(Control.Protocol.valueOf(System.getProperty("tlsproxy.control", "NONE")));
            Optional<Program> program = program(options, words, environment, early);
            if (program.isEmpty()) {
                return FilterRelay.FAILURE;
            }
            Optional<Endpoint> server = greylist(options, early);
            if (options.greylist().isPresent() && server.isEmpty() && options.closed()) {
                return FilterRelay.FAILURE;
            }
            Client client = client(environment, early);
            SmtpLog known = log.of(session, client.address());
            Optional<GreylistLink> link = link(server, options, known);
            enterJail(options, early);
            control.announce(known);
            return new FilterRelay(new FilterSetup(options, words, session, client, known, link), program.get(), control).run();
        } catch (ErrnoException | IllegalStateException e) {
            early.fatal(SmtpMessages.cannotJail(e.getMessage()));
        } catch (RuntimeException | Error mistake) {
            early.mistake(mistake);
        }
        return FilterRelay.FAILURE;
    }

    private static String sessionName(Map<String, String> environment) {
        String given = environment.get("LOG_ID");
        if (given == null) {
            byte[] random = new byte[16];
            ThreadLocalRandom.current().nextBytes(random);
            given = SessionName.random(random);
            environment.put("LOG_ID", given);
        }
        return SessionName.of(given);
    }

    private static Optional<Program> program(CommonOptions options, List<String> words, Map<String, String> environment, SmtpLog log) {
        Optional<Login> user = Optional.empty();
        if (options.programUser().isPresent()) {
            user = Account.unprivileged(options.programUser().get(), log);
            if (user.isEmpty()) {
                log.fatal(SmtpMessages.cannotDropPrivileges(options.programUser().get()));
                return Optional.empty();
            }
        }
        try {
            ProgramCommand command = ProgramCommand.of(words, user, environment.getOrDefault("PATH", "/bin:/usr/bin"));
            Map<String, String> programs = new HashMap<>(environment);
            command.describe(programs);
            return Optional.of(Program.start(command, programs));
        } catch (ErrnoException e) {
            log.fatal(SmtpMessages.cannotRun(words.get(0), e.strerror()));
            return Optional.empty();
        }
    }

    private static Optional<Endpoint> greylist(CommonOptions options, SmtpLog log) {
        if (options.greylist().isEmpty()) {
            return Optional.empty();
        }
        CommonOptions.GreylistServer server = options.greylist().get();
        Optional<String> address = Resolver.address(server.host(), options.waitSeconds() * 1000L);
        if (address.isEmpty()) {
            log.say(options.closed() ? SmtpLevel.FATAL : SmtpLevel.WARNING, SmtpMessages.cannotResolve(server.host()));
            return Optional.empty();
        }
        log.say(SmtpLevel.DEBUG, SmtpMessages.resolved(server.host(), address.get()));
        return Optional.of(new Endpoint(address.get(), server.port()));
    }

    private static Optional<GreylistLink> link(Optional<Endpoint> server, CommonOptions options, SmtpLog log) throws ErrnoException {
        if (server.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new GreylistLink(InternetSockets.stream(server.get()), server.get(), log,
            options.closed() ? SmtpLevel.FATAL : SmtpLevel.WARNING));
    }

    /** tlswrapper, or tcpserver, says who is there; without them the socket does. */
    private static Client client(Map<String, String> environment, SmtpLog log) {
        boolean complete = true;
        for (String variable : CONNECTION) {
            String value = environment.getOrDefault(variable, "");
            complete &= variable.endsWith("IP") ? InternetSockets.isAddress(value) : CommonOptions.number(value, 65_535) >= 0;
        }
        String name = environment.getOrDefault("TCPREMOTEHOST", "");
        String shown = name.isEmpty() || name.length() > 255 || !name.matches("[!-~]+") ? "unknown" : name;
        if (complete) {
            return new Client(InternetSockets.text(InternetSockets.bytes(environment.get("TCPREMOTEIP")).orElseThrow()), shown);
        }
        Optional<Endpoint> peer = InternetSockets.peer(0);
        if (peer.isEmpty()) {
            log.say(SmtpLevel.WARNING, SmtpMessages.noConnectionInfo());
        }
        return new Client(peer.map(Endpoint::address).orElse("::"), shown);
    }

    /** {@code tlswrappernojail-smtp} is the same without a jail, for tests. */
    private static void enterJail(CommonOptions options, SmtpLog log) throws ErrnoException {
        if (Boolean.getBoolean("tlsproxy.nojail")) {
            return;
        }
        int uid = FIRST_UID + (int) (ProcessHandle.current().pid() % 1_000_000_000);
        JailPlan.Identity identity = new JailPlan.Identity(uid, uid, new int[] {uid});
        if (options.jailUser().isPresent()) {
            Login login = Account.unprivileged(options.jailUser().get(), log)
                .orElseThrow(() -> new IllegalStateException("no usable account " + options.jailUser().get()));
            identity = new JailPlan.Identity(login.uid(), login.gid(), login.groups());
        }
        Jail.enter(new JailPlan(options.jail(), true, Optional.of(identity), JailPlan.Filter.DENY));
    }
}
