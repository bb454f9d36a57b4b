package org.tlsproxy.worker;

import org.tlsproxy.jail.Jail;
import org.tlsproxy.pool.ControlChannel;
import org.tlsproxy.pool.ControlLink;
import org.tlsproxy.pool.ControlMessage;
import org.tlsproxy.pool.Ledger;
import org.tlsproxy.pool.ProtocolException;
import org.tlsproxy.pool.WorkerCommand;
import org.tlsproxy.pool.WorkerOrders;
import org.tlsproxy.posix.ErrnoException;

/**
 * A worker process: warms up, learns what it is to do, loads keys, goes into its jail, serves. Started by a launcher, which it obeys over
 * the control channel on descriptor 3, writes to on the ledger behind descriptor 4, and without which it finishes its sessions and ends.
 */
public final class Main {

    private static final int FAILURE = 1;

    private Main() { }

    /** @param arguments show the service to administrators; {@code --train} makes a run for the class archive instead */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--train")) {
            Training.run();
            return;
        }
        ControlChannel control = new ControlChannel(WorkerCommand.CONTROL_DESCRIPTOR);
        Startup startup = new Startup();
        try {
            ControlLink.Tie tie = new ControlLink.Tie(control, Ledger.inherited());
            startup.warmUp();
            WorkerOrders orders = startup.awaitOrders(control);
            Worker worker = startup.load(orders, tie);
            Jail.enter(orders.jail());
            worker.serve();
            Runtime.getRuntime().halt(0);
        } catch (ControlChannel.Ended e) {
            Runtime.getRuntime().halt(0);   // the launcher is gone before it had orders for us
        } catch (RuntimeException | ErrnoException | ProtocolException e) {
            startup.lastWords(e);
            control.send(new ControlMessage.Failed(e.getMessage()));
            Runtime.getRuntime().halt(FAILURE);
        }
    }
}
