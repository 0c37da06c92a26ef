-- Where the issuer's data lives: both regions, one database. Every statement may be run again.
-- Region failure would need a third region (a majority has to be somewhere); with two, a zone may go, and a lost home region is
-- docs/runbooks/region-failover.md.
ALTER DATABASE hydra SET PRIMARY REGION "ca-central-1";
ALTER DATABASE hydra ADD REGION IF NOT EXISTS "us-east-1";
ALTER DATABASE hydra SURVIVE ZONE FAILURE;
-- Read in both regions at every start and every rotation, written once a month: keys.
ALTER TABLE hydra.hydra_jwk SET LOCALITY GLOBAL;
ALTER TABLE hydra.hydra_client SET LOCALITY GLOBAL;
