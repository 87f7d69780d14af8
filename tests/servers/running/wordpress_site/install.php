<?php
/* Makes the database, the site and its people; prints each person's application password as JSON.
   Called with the site's folder; the people come as JSON on the standard input. */

$database = new mysqli('localhost', 'root', '', '', 0, getenv('SITE_DATABASE_SOCKET'));
$database->query('CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4');
$database->close();

$_SERVER['HTTP_HOST'] = parse_url(getenv('SITE_URL'), PHP_URL_HOST);
define('WP_INSTALLING', true);
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

/* WordPress would write a letter to the new owner; there is no post office here. */
function wp_new_blog_notification($title, $url, $user_id, $password) {}

$people = json_decode(stream_get_contents(STDIN), true);
$application_passwords = array();
foreach ($people as $person) {
    $address = $person['name'] . '@example.com';
    $password = wp_generate_password(24);
    if ($person['role'] === 'administrator') {
        $made = wp_install('Test bakery', $person['name'], $address, true, '', $password);
        $user_id = $made['user_id'];
        switch_theme('plain');
    } else {
        $user_id = wp_insert_user(array(
            'user_login' => $person['name'],
            'user_email' => $address,
            'user_pass' => $password,
            'role' => $person['role'],
        ));
    }
    $application = array('name' => 'Skupnost tests');
    $created = WP_Application_Passwords::create_new_application_password($user_id, $application);
    $application_passwords[$person['name']] = $created[0];
}
echo json_encode($application_passwords);
