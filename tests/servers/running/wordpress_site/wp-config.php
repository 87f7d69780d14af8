<?php
/* The site's settings, told by the environment that the test starts PHP with. */

define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('SITE_DATABASE_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');

define('WP_HOME', getenv('SITE_URL'));
define('WP_SITEURL', getenv('SITE_URL'));

/* Only a local site takes application passwords over plain http. */
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_DEBUG', false);

foreach (array('AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE') as $purpose) {
    define($purpose . '_KEY', hash('sha256', getenv('SITE_SECRET') . $purpose . 'key'));
    define($purpose . '_SALT', hash('sha256', getenv('SITE_SECRET') . $purpose . 'salt'));
}

$table_prefix = 'wp_';

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
