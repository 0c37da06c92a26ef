package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import dev.spillway.model.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway giveaway demo}. */
@Command(
    name = "demo",
    description = {
      "Gives 1 USDT to each of the first who claim it, while a crowd comes for it, and shows how it goes.",
      "Ends with an audit of the books: status 0 when just as many were paid as there were prizes."
    })
final class GiveawayDemoCommand implements Callable<Integer> {

  private static final int MOST_PRIZES = 100_000;
  private static final int MOST_CLAIMANTS = 200_000;
  private static final String ASSET = "USDT";
  private static final Duration TOKEN_TTL = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Option(
      names = "--prizes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many can be had. Default: 1000.")
  private int prizes;

  @Option(
      names = "--claimants",
      paramLabel = "N",
      defaultValue = "5000",
      description = "How many come. Default: 5000.")
  private int claimants;

  @ParentCommand private GiveawayCommand giveaway;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    requireBetween("--prizes", prizes, MOST_PRIZES);
    requireBetween("--claimants", claimants, MOST_CLAIMANTS);
    Installation installation = giveaway.installation();
    LocalStack stack = installation.stack();
    Output output = Output.of(spec);
    String run = Ids.next().toString();
    String creator = "giveaway-demo-" + run;

    fund(installation, creator);
    GiveawayClient campaigns =
        new GiveawayClient(
            installation.url(Service.GIVEAWAY),
            stack.token(creator, "wallet giveaway.admin", TOKEN_TTL));
    GiveawayClient.Campaign campaign = open(campaigns, run);
    output.line(
        "Campaign %s: %,d prizes of 1 %s, %,d claimants"
            .formatted(campaign.id(), prizes, ASSET, claimants));

    DemoCrowd crowd = new DemoCrowd(campaigns, campaign.id(), stack, run, claimants);
    LiveCounter counter = new LiveCounter(output, prizes, claimants);
    Instant began = Instant.now();
    crowd.start();
    campaign = watch(campaigns, campaign.id(), crowd, counter);
    counter.end(campaign, crowd);
    output.line(
        "Over after %.1f s".formatted(Duration.between(began, Instant.now()).toMillis() / 1e3));

    int expected = Math.min(prizes, claimants);
    return new DemoAudit(installation.url(Service.WALLET), stack, output)
            .passes(campaign, ASSET, prizes, expected, crowd)
        ? 0
        : 1;
  }

  private static void requireBetween(String option, int number, int most) {
    if (number < 1 || number > most) {
      throw new UsageException("%s must be a number from 1 to %d".formatted(option, most));
    }
  }

  /** The creator's wallet, with what is to be given away in it. */
  private void fund(Installation installation, String creator) {
    LocalStack stack = installation.stack();
    WalletClient wallets =
        new WalletClient(
            installation.url(Service.WALLET), stack.token(creator, "wallet", TOKEN_TTL));
    String wallet = wallets.openOrFind();
    new NewDeposit(wallet, ASSET, Integer.toString(prizes))
        .publish(new NeededParts(installation).address(stack.kafka()));
    Waiting.until("the deposit", PATIENCE, () -> wallets.balance(wallet, ASSET).version() > 0);
  }

  private GiveawayClient.Campaign open(GiveawayClient campaigns, String run) {
    Instant now = Instant.now();
    GiveawayClient.Campaign made =
        campaigns.make(
            run, "Demo", ASSET, "1", Integer.toString(prizes), now, now.plus(Duration.ofHours(1)));
    Waiting.until(
        "the funding", PATIENCE, () -> !campaigns.campaign(made.id()).status().equals("funding"));
    GiveawayClient.Campaign campaign = campaigns.campaign(made.id());
    if (!campaign.status().equals("open")) {
      throw new CommandFailedException("the campaign is " + campaign.status() + ", not open");
    }
    return campaign;
  }

  /** Until everybody has an answer and every claim has its result. */
  private GiveawayClient.Campaign watch(
      GiveawayClient campaigns, String id, DemoCrowd crowd, LiveCounter counter) {
    int expected = Math.min(prizes, claimants);
    Instant deadline = Instant.now().plus(PATIENCE).plusMillis(claimants);
    GiveawayClient.Campaign campaign = campaigns.campaign(id);
    while (Instant.now().isBefore(deadline)
        && !(crowd.isAnswered() && campaign.credited() >= expected)) {
      counter.show(campaign, crowd);
      Waiting.pause();
      campaign = campaigns.campaign(id);
    }
    return campaign;
  }
}
