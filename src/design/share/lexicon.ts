/**
 * What codec `c` knows beforehand. Both lists are part of the links that exist: they never change, and a kind or a
 * parameter that is not in them travels by its name. A codec with better lists gets a letter of its own.
 */

/** Words that designs are made of. The first 32 cost one byte as names of settings, the first 128 one byte elsewhere. */
export const WORDS: readonly string[] = [
  ...'instances workers work type p50 p99 timeout retries backoff mean value rate capacity replicas ttl queueLimit'.split(' '),
  ...'jitter keys probability count step classes weight async time pool breaker readTime writeTime skew prefetch factor'.split(' '),
  ...'client load-balancer api-gateway service cache sql-database queue lognormal exponential constant ,a ,a,b ,a,b,c'.split(' '),
  ...'fault change note at duration params param metric most crash hang slow error-rate packet-loss latency partition'.split(' '),
  ...'zone-loss cache-flush traffic-spike latency.p99 latency.p95 latency.p50 latency.p999 latency.mean availability'.split(' '),
  ...'throughput staleShare lostWrites algorithm least-connections power-of-two random consistent-hash healthChecks'.split(' '),
  ...'none equal decorrelated full retryBudget backoffMax poolWait balance together delay own loss bandwidth policy mode'.split(' '),
  ...'replication reads failover loop closed users think shape peak spike step ramp wave shapeStart shapeLength sessions'.split(' '),
  ...'uniform min max normal sd gamma lognormal-cv cv pareto alpha mixture parts of empirical values'.split(' '),
  ...'checkInterval checkTimeout checkFall checkRise panic overhead authentication jwt introspection limit all session'.split(' '),
  ...'limitRate limitBurst limitCounting each splitBy discipline lifo waiting freed arrivals even bursty burstFactor'.split(' '),
  ...'burstLength rampUp weighted-round-robin weighted-least-connections session-hash round-robin hashBy key virtualNodes'.split(' '),
  ...'loadBound read-through any logKept copyTime heartbeat misses promotion recovery block drop-oldest durable guarantee'.split(' '),
  ...'at-most-once visibility redelivery maxDeliveries how machine added share breakerRate breakerWindow breakerMinimum'.split(' '),
  ...'breakerOpen breakerProbes sync semi-sync manual connections applyTime replicationDelay lfu fifo primary'.split(' '),
].filter((word, i, all) => all.indexOf(word) === i);

/** Text like that which people write into names and descriptions; the likeliest last, where the compressor finds it cheapest. */
export const SAMPLE = [
  'Black Friday sale what happens when one copy of the is slow and then fails. Watch how retries make it worse, the queue grows, ',
  'latency p99 and availability recover after the traffic doubles while replicas lag behind. ',
  'legacy-monolith\0warehouse\0identity-provider\0feature-flags\0webhooks\0uploads\0thumbnails\0transcoder\0timeline\0feed\0chat\0',
  'Geo router\0Scheduler\0Cron jobs\0Audit log\0Data lake\0Kafka\0RabbitMQ\0Memcached\0Elastic\0Mongo\0MySQL\0Nginx\0Envoy\0HAProxy\0',
  'coupons\0fraud\0returns\0analytics\0tracking\0addresses\0pictures\0sessions\0recommendations\0invoices\0shipping\0reviews\0pricing\0',
  'Recommendation service\0Inventory service\0Notification service\0Billing\0Subscription\0Profile\0Customer\0Product catalog\0',
  'Catalogue API\0Shopping cart\0Basket service\0Delivery\0Reports\0Metrics\0Logs\0Email worker\0mail jobs\0events\0Order events\0',
  'Auth service\0Login\0Accounts DB\0Users DB\0Orders DB\0Payments DB\0Stock DB\0Postgres primary\0read replica\0store\0backend\0frontend\0',
  'Web server\0web\0app\0db\0lb\0api\0gateway\0cache\0queue\0worker\0mobile app\0partners\0customers\0shoppers\0visitors\0browser\0',
  'Load balancer\0API gateway\0edge gateway\0Search API\0Search service\0Payments API\0Payment service\0Order service\0Orders API\0',
  'Checkout service\0Checkout API\0session cache\0product cache\0Redis\0message queue\0job queue\0users\0Users\0request\0Request\0/\0',
].join('');
